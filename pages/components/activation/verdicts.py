"""What was expected of activations and what came out, as text: pure functions, rows to HTML."""

import html
from collections.abc import Sequence

from pages.components.activation.charts import HEADLINE
from pages.components.app import i18n as strings
from pages.components.app.results import Row, with_columns

_KINDS = {"reproduced": "yes", "not reproduced": "no", "inconclusive": "open"}


def hypotheses(rows: Sequence[Row]) -> str:
    """A list: each hypothesis, its verdict, and the intervals it rests on.

    The first layer and readout that a hypothesis was tried on is the one named in advance; others
    follow in a line.
    """
    found = with_columns(list(rows), "hypothesis", "statistic", "effect", "low", "high", "verdict")
    items = []
    for key in dict.fromkeys(row["hypothesis"] for row in found):
        tries = _tries([row for row in found if row["hypothesis"] == key])
        (_, first), *others = tries.items()
        numbers = "; ".join(_numbers(row) for row in first if row["statistic"] in HEADLINE)
        lines = [f"<p>{_verdict(first[0]['verdict'])} {_said(key)}</p>", _fine(numbers)]
        if others:
            lines.append(_fine("; ".join(_also(where, own[0]) for where, own in others)))
        items.append(f"<li>{''.join(lines)}</li>")
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
        f'<th scope="col">{html.escape(strings.ACTIVATION_COLUMNS[name])}</th>'
        for name in ("Gaussian", "value", *others)
    )
    body = "".join(
        f'<tr><th scope="row">{html.escape(strings.ACTIVATION_STATISTICS[row["Gaussian"]])}</th>'
        f"<td>{row['value']:.3f} <small>± {row['sd']:.3f}</small></td>"
        + "".join(f"<td>{row[name]:.3f}</td>" for name in others)
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
    name = html.escape(strings.ACTIVATION_VERDICTS[verdict])
    return f'<b class="verdict {_KINDS[verdict]}">{name}</b>'


def _also(where: tuple[str, str], row: Row) -> str:
    return f"{strings.activation_try(*where)}: {strings.ACTIVATION_VERDICTS[row['verdict']]}"


def _said(key: str) -> str:
    return html.escape(strings.ACTIVATION_HYPOTHESES[key])


def _numbers(row: Row) -> str:
    name = strings.ACTIVATION_STATISTICS[row["statistic"]]
    text = f"{name} {row['effect']:+.4f} [{row['low']:+.4f}, {row['high']:+.4f}]"
    if row.get("control") is not None:
        control = f"{row['control']:+.4f} [{row['control low']:+.4f}, {row['control high']:+.4f}]"
        text += f" ({strings.ACTIVATION_CONTROL} {control})"
    return text


def _fine(text: str) -> str:
    return f'<p class="fine">{html.escape(text)}</p>'
