"""A report in plain words."""

from models.datasets.reading.report import FileReport, RatingsReport, Report
from models.datasets.scale import COUNTS, EVENTS, LIKES

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_WIDTH = 30  # of the longest bar of a histogram


def text_of(report: Report) -> str:
    """Lines for a terminal."""
    lines = [f"{report.name}: {'can be used' if report.usable else 'CANNOT BE USED'}"]
    for text in report.troubles:
        lines.append(f"  TROUBLE  {text}")
    for text in report.warnings:
        lines.append(f"  warning  {text}")
    for file in report.files:
        lines += [f"  {line}" for line in _file(file)]
    if report.ratings is not None:
        lines += [f"  {line}" for line in _ratings(report.ratings)]
    if report.files:
        lines += [f"  {line}" for line in _whole(report)]
    return "\n".join(lines) + "\n"


def _file(file: FileReport) -> list[str]:
    written = [file.encoding]
    if file.delimiter:
        written.append(_NAMES.get(file.delimiter, repr(file.delimiter)))
    if file.decimal == ",":
        written.append("decimal comma")
    if file.compression:
        written.append(file.compression)
    place = f", as {file.export} exports it" if file.export else ""
    lines = [f"{file.name} ({file.role}): {', '.join(written)}{place}"]
    meant = ", ".join(f"{column} -> {meaning}" for column, meaning in file.columns.items())
    lines.append(f"  columns   {meant}")
    if file.ignored:
        hints = (
            name + f" (did you mean {hint}?)" * bool(hint) for name, hint in file.ignored.items()
        )
        lines.append(f"  ignored   {', '.join(hints)}")
    lines.append(f"  rows      {file.rows:,} read, {file.used:,} used")
    for part in file.left:
        examples = f" ({', '.join(part.examples)})" if part.examples else ""
        lines.append(f"            {part.n:,} left out: {part.reason}{examples}")
    lines += [f"  note      {note}" for note in file.notes]
    return lines


def _ratings(ratings: RatingsReport) -> list[str]:
    share = f"{ratings.liked_share:.0%} of those that are used"
    if ratings.kind == LIKES:
        return ["ratings: none; whatever a person took up counts as a like"]
    if ratings.kind == EVENTS:
        name = min(
            (n for n, w in ratings.weights.items() if w >= ratings.like),
            key=lambda n: ratings.weights[n],
            default="none",
        )
        lines = [f"ratings: events; a like is {name!r} or more: {share}"]
        lines += [f"  weight    {name} {weight:g}" for name, weight in ratings.weights.items()]
    elif ratings.kind == COUNTS:
        ends = f"from {ratings.worst:g} to {ratings.best:g}"
        lines = [f"ratings: counts {ends}; a like is the upper half of each person's own: {share}"]
    else:
        ends = f"from {ratings.worst:g} (worst) to {ratings.best:g} (best)"
        lines = [f"ratings: {ends}; {_like(ratings)}: {share}"]
    for value, n in ratings.missing:
        lines.append(f"  missing   {value:g} is read as not rated: {n:,} rows")
    most = max((n for _, n in ratings.histogram), default=1)
    width = max((len(label) for label, _ in ratings.histogram), default=0)
    for label, n in ratings.histogram:
        lines.append(f"  {label:>{width}}  {'#' * round(_WIDTH * n / max(1, most)):{_WIDTH}} {n:,}")
    return lines


def _like(ratings: RatingsReport) -> str:
    if ratings.own:
        return "people use it differently, so a like is the upper half of each person's own"
    return f"a like is {ratings.like:g} or {'more' if ratings.best > ratings.worst else 'less'}"


def _whole(report: Report) -> list[str]:
    lines = [f"{report.n_people:,} people, {report.n_items:,} items, {report.n_ratings:,} ratings"]
    if report.n_duplicates:
        lines.append(
            f"{report.n_duplicates:,} rows repeat a person and item: {report.winner} row counts"
        )
    if report.repair:
        lines.append(f"keys: {report.repair}")
    if report.n_orphans:
        examples = ", ".join(report.orphans)
        lines.append(f"{report.n_orphans:,} rows are of items that are not listed: {examples}")
    if report.n_unrated:
        lines.append(f"{report.n_unrated:,} items were rated by nobody")
    if report.n_same_title:
        examples = ", ".join(report.same_title)
        lines.append(f"{report.n_same_title:,} items share title and year, shown as {examples}")
    lines.append(
        f"{report.n_able:,} people like at least {report.needed_likes} items; "
        f"{report.needed_people} are needed to learn from"
    )
    return lines
