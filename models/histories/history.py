"""From an uploaded file to a history: rows read, scale found, items matched."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from models.datasets.scale import RATINGS, Scale
from models.histories.rated import Rated
from models.histories.rows import ReadFile, read_rows
from models.histories.titles import TitleIndex
from models.histories.uploads import UploadError, tables_of
from models.histories.viewing import LEAST_MINUTES

LIKED, DISLIKED, SEEN = "liked", "disliked", "seen"


@dataclass(frozen=True)
class BroughtHistory:
    """What was understood of an upload: keys of the catalogue, and what was not found in it."""

    place: str  # such as "Letterboxd", "" = unknown
    liked: tuple[str, ...]
    disliked: tuple[str, ...]
    seen: tuple[str, ...]
    missing: tuple[str, ...]  # titles that the catalogue does not have, in the file's order
    like: float | None  # the least rating that is a like; None = without ratings everything is
    best: float | None  # of the file's scale

    @property
    def n_found(self) -> int:
        return len(self.liked) + len(self.disliked) + len(self.seen)

    @property
    def n_items(self) -> int:
        """Different items in the file, as far as can be told."""
        return self.n_found + len(self.missing)


def read_history(name: str, data: bytes, index: TitleIndex) -> BroughtHistory:
    """What the file ``data`` says about its owner's taste, by the catalogue of ``index``.

    Raises UploadError, whose ``kind`` is "large", "damaged", "nested", "empty", "unknown" (no
    titles and no ids), or "people" (ratings of several people).
    """
    files = [read_rows(table) for table in tables_of(name, data) if table.data]
    # a list of likes comes last: it says more than a rating
    files.sort(key=lambda file: any(rated.is_liked for rated in file.rated))
    files = [file for file in files if file.rated]
    if not files:
        raise UploadError("unknown")
    return _matched(files, index)


def _matched(files: Sequence[ReadFile], index: TitleIndex) -> BroughtHistory:
    scale = next((file.scale for file in files if file.scale), None)
    rates = scale is not None or any(rated.is_liked for file in files for rated in file.rated)
    verdicts: dict[int, str] = {}
    missing: dict[str, None] = {}
    for file in files:
        for rated in file.rated:
            verdict = _verdict(rated, file.scale, rates)
            number = index.find(rated.row)
            if number is None:
                missing[rated.row.name] = None
            elif verdict != SEEN or number not in verdicts:
                verdicts[number] = LIKED if rated.is_liked else verdict
    lists: dict[str, list[str]] = {LIKED: [], DISLIKED: [], SEEN: []}
    for number, verdict in verdicts.items():
        lists[verdict].append(index.key(number))
    return BroughtHistory(
        place=next((file.place for file in files if file.place), ""),
        liked=tuple(lists[LIKED]),
        disliked=tuple(lists[DISLIKED]),
        seen=tuple(lists[SEEN]),
        missing=tuple(missing),
        like=scale.like if scale else None,
        best=scale.best if scale else None,
    )


def _verdict(rated: Rated, scale: Scale | None, rates: bool) -> str:
    """Without any ratings in the upload, everything is a like that was watched for a while."""
    if rated.minutes < LEAST_MINUTES:  # nan is not
        return SEEN
    if rated.is_liked or not rates:
        return LIKED
    if scale is None or math.isnan(rated.value) or rated.value in scale.missing:
        return SEEN
    if scale.is_like(rated.value):
        return LIKED
    middle = (scale.worst + scale.best) / 2.0
    low = rated.value < middle if scale.best > scale.worst else rated.value > middle
    return DISLIKED if low and scale.kind == RATINGS else SEEN
