"""A study and its numbers in words."""

from elicitation.studies.report import Calibration, Report
from elicitation.studies.study import Study
from models.datasets.catalogue import Words
from pages.components.app.i18n import N_, _, listed, ngettext, number, percent
from pages.components.app.policy_names import plan_of, policy, stopping
from pages.components.items import vocabulary

_FIELDS = {
    "name": N_("Give the study a name."),
    "policies": N_("Choose at least one policy."),
    "n_questions": N_("Ask between 1 and 100 questions."),
    "question_size": N_("Show between 2 and 6 items at a time."),
    "holdouts": N_("There are not enough items for so many hold-outs: ask for fewer."),
    "repeat_after": N_("Repeat after fewer answers than there are questions."),
    "statements": N_("Ask at most 60 statements, each of 300 letters at most."),
    "text": N_("Ask at most 60 statements, each of 300 letters at most."),
    "lists": N_("Compare two or three lists, or none."),
    "parameter": N_("The id’s name has letters, digits and _, and is no name that links use."),
    "consent": N_("Write what participants agree to."),
    "consent_version": N_("Give that text a version, such as 1."),
    "completion_url": N_("A completion link begins with https:// (or leave it empty)."),
}
COLUMNS = (
    N_("policy"),
    N_("begun"),
    N_("completed"),
    N_("median response"),
    N_("hold-outs right"),
    N_("calibration error (expected by chance, 95-percent limit)"),
    N_("repeats agree"),
    N_("lapses"),
)


def consent_template(found: Words) -> str:
    """A text to begin with, in paragraphs; ``found`` as the catalogue has them."""
    paragraphs = (
        _(
            "You will see some {items}, a few at a time, and choose the one you like better. It "
            "takes about three minutes."
        ).format(items=vocabulary.words(found).items),
        _(
            "We keep your choices, how long each took, and the number your link came with; nothing "
            "else. The data are used for research and published without that number."
        ),
        _(
            "Taking part is voluntary. You may stop at any time without giving a reason, and have "
            "your answers deleted."
        ),
    )
    return "\n\n".join(paragraphs)


def consent_note(study: Study) -> str:
    n = study.n_questions + len(study.holdouts)
    return ngettext(
        "{n} question. Consent version {version}.", "{n} questions. Consent version {version}.", n
    ).format(n=number(n), version=study.consent_version)


def problem(field: str) -> str:
    """Why a study cannot be carried out: the field that ``Study`` refuses."""
    return _("The study was not created yet. {advice}").format(advice=_(_FIELDS.get(field, field)))


def summary(study: Study) -> str:
    parts = [
        _asked(study),
        _("{n} held out").format(n=number(len(study.holdouts))),
        _("the first repeated after {n}").format(n=number(study.repeat_after))
        if study.repeat_after
        else _("no repetition"),
        _("policy {policies}").format(policies=listed(list(map(policy, study.policies)), "or")),
        _("stops {rule}").format(rule=stopping(study.stopping)),
        _("data {name}").format(name=study.dataset),
        *([_("{n} lists compared").format(n=number(len(study.lists)))] if study.lists else []),
        *(
            [_("{n} statements").format(n=number(len(study.statements)))]
            if study.statements
            else []
        ),
        _("consent version {version}").format(version=study.consent_version),
    ]
    return "; ".join(parts) + "."


def _asked(study: Study) -> str:
    if study.plan:
        told = _("{n} questions: {kind}")
        return told.format(n=number(study.n_questions), kind=plan_of(study.plan))
    return _("{n} questions of {size} items").format(
        n=number(study.n_questions), size=number(study.question_size)
    )


def line(study: Study, begun: int) -> str:
    """One study in the list of all."""
    state = _("closed") if study.closed else _("open")
    people = ngettext("{n} participant", "{n} participants", begun).format(n=number(begun))
    return f"{state}, {people}, {' / '.join(map(policy, study.policies))}"


def stopped_early(n: int) -> str:
    return ngettext("{n} stopped early.", "{n} stopped early.", n).format(n=number(n))


def row(found: Report) -> tuple[str, ...]:
    """The cells of COLUMNS but the first."""
    held, lapses = found.held_out, found.lapses
    some_of = _("{n} of {total}")
    return (
        number(found.n_begun),
        number(found.n_complete),
        f"{number(found.median_ms / 1000, 1)} s" if found.median_ms is not None else "–",
        some_of.format(n=percent(held.accuracy), total=number(held.n)) if held else "–",
        _("{error} ({expected}, at most {limit})").format(
            error=number(held.error, 3),
            expected=number(held.null[0], 3),
            limit=number(held.null[1], 3),
        )
        if held
        else "–",
        some_of.format(n=number(found.n_agreed), total=number(found.n_repeated))
        if found.n_repeated
        else "–",
        f"{percent(lapses.mean)} [{percent(lapses.low)}, {percent(lapses.high)}]"
        if lapses
        else "–",
    )


def calibrated(title: str, found: Calibration) -> str:
    return _(
        "{title}: {n} answers, calibration error {error}; if every prediction is right, it is "
        "{expected} on average and at most {limit} in 95 of 100 cases"
    ).format(
        title=title,
        n=number(found.n),
        error=number(found.error, 3),
        expected=number(found.null[0], 3),
        limit=number(found.null[1], 3),
    )
