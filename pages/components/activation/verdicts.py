"""What was expected of activations and what came out, as text: pure functions, rows to HTML."""

import html
from collections.abc import Sequence

from pages.components.activation.charts import HEADLINE, layer_name, statistic_name
from pages.components.app.i18n import N_, _, number
from pages.components.app.results import Row, with_columns

VERDICTS = {
    "reproduced": N_("reproduced"),
    "not reproduced": N_("not reproduced"),
    "inconclusive": N_("inconclusive"),
}
HYPOTHESES = {
    "exposure": N_(
        "Facts shown more often are represented more densely (change for four times as often)."
    ),
    "exposure: late": N_("The effect is larger in the last layer than in the first."),
    "exposure: beyond": N_("It also holds among facts that are equally well known."),
    "exposure: seen only": N_(
        "Prompts seen more often are denser even if there was nothing to learn."
    ),
    "unseen: medium": N_("Unseen facts that follow from short rules are sparser than seen ones."),
    "unseen: hard": N_("Unseen facts that follow from long rules are sparser than seen ones."),
    "training: rise": N_("Activations first become sparser during training."),
    "training: fall": N_("After that peak they become denser again."),
    "untrained": N_("An untrained network is as dense as Gaussian numbers."),
    "shift: shuffled tokens": N_("Tokens in random order make the last layer sparser."),
    "shift: noisy characters": N_("Wrong letters make the last layer sparser."),
    "shift: foreign domain": N_("Program code in place of prose makes the last layer sparser."),
    "monotone: shuffled tokens": N_(
        "The more tokens are shuffled, the sparser (rank correlation)."
    ),
    "monotone: noisy characters": N_("The more letters are wrong, the sparser (rank correlation)."),
    "monotone: foreign domain": N_(
        "The more of the text is program code, the sparser (rank correlation)."
    ),
    "late: shuffled tokens": N_(
        "Shuffling has a larger effect in the last layer than in the first."
    ),
    "late: noisy characters": N_(
        "Wrong letters have a larger effect in the last layer than in the first."
    ),
    "late: foreign domain": N_(
        "Program code has a larger effect in the last layer than in the first."
    ),
    "autoencoder: unlike": N_("Histories unlike all others give a sparser hidden layer."),
}
COLUMNS = {
    "Gaussian": N_("Statistic"),
    "value": N_("Gaussian numbers"),
    "untrained": N_("untrained"),
    "trained": N_("trained"),
    "familiar": N_("trained"),
    "typical": N_("real histories"),
    "unlike": N_("traded histories"),
}

_KINDS = {"reproduced": "yes", "not reproduced": "no", "inconclusive": "open"}


def hypotheses(rows: Sequence[Row]) -> str:
    """A list: each hypothesis, its verdict, and, folded away, the intervals it rests on.

    The first layer and readout that a hypothesis was tried on is the one named in advance; others
    follow in a line.
    """
    found = with_columns(list(rows), "hypothesis", "statistic", "effect", "low", "high", "verdict")
    items = []
    for key in dict.fromkeys(row["hypothesis"] for row in found):
        tries = _tries([row for row in found if row["hypothesis"] == key])
        (_, first), *others = tries.items()
        numbers = "; ".join(_numbers(row) for row in first if row["statistic"] in HEADLINE)
        said = f"{_verdict(first[0]['verdict'])} {_said(key)}"
        lines = [_fine(numbers)]
        if others:
            lines.append(_fine("; ".join(_also(where, own[0]) for where, own in others)))
        items.append(f"<li><details><summary>{said}</summary>{''.join(lines)}</details></li>")
    return f'<ul class="verdicts">{"".join(items)}</ul>'


def gaussian_table(rows: Sequence[Row]) -> str:
    """What each statistic is for Gaussian numbers and for the networks, as a table of text."""
    found = with_columns(list(rows), "Gaussian", "value", "sd")
    others = (
        [name for name in found[0] if name not in ("Gaussian", "dimension", "value", "sd")]
        if found
        else []
    )
    head = "".join(
        f'<th scope="col">{html.escape(_(COLUMNS[name]))}</th>'
        for name in ("Gaussian", "value", *others)
    )
    body = "".join(
        f'<tr><th scope="row">{html.escape(statistic_name(row["Gaussian"]))}</th>'
        f"<td>{number(row['value'], 3)} <small>± {number(row['sd'], 3)}</small></td>"
        + "".join(f"<td>{number(row[name], 3)}</td>" for name in others)
        + "</tr>"
        for row in found
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="numbers">{table}</div>'


def _tries(own: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in own:
        found.setdefault((str(row.get("layer", "")), str(row.get("readout", ""))), []).append(row)
    return found


def _verdict(verdict: str) -> str:
    name = html.escape(_(VERDICTS[verdict]))
    return f'<b class="verdict {_KINDS[verdict]}">{name}</b>'


def _also(where: tuple[str, str], row: Row) -> str:
    layer, readout = (layer_name(name) for name in where)
    return f"{layer}{readout and ', '}{readout}: {_(VERDICTS[row['verdict']])}"


def _said(key: str) -> str:
    return html.escape(_(HYPOTHESES[key]))


def _numbers(row: Row) -> str:
    name = statistic_name(row["statistic"])
    text = f"{name} {_interval(row['effect'], row['low'], row['high'])}"
    if row.get("control") is not None:
        control = _interval(row["control"], row["control low"], row["control high"])
        text += " " + _("(control {effect})").format(effect=control)
    return text


def _interval(value: float, low: float, high: float) -> str:
    told, least, most = (number(each, 4, signed=True) for each in (value, low, high))
    return f"{told} [{least}, {most}]"


def _fine(text: str) -> str:
    return f'<p class="fine">{html.escape(text)}</p>'
