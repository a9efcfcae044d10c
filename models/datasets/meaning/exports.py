"""Exports of well-known places, recognised by the columns that only they have together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from models.datasets.meaning.columns import plain

_MAL_STATUS = "watchingstatus"


@dataclass(frozen=True)
class Export:
    """One place's table; column names as ``plain`` writes them."""

    name: str
    columns: frozenset[str]  # all of these, else it is another table
    meanings: Mapping[str, str]  # column -> meaning
    scale: tuple[float, float] | None = None
    missing: tuple[float, ...] = ()
    kind: str = ""
    personal: bool = False  # one person's; there is no column of users
    words: Mapping[str, str] = field(default_factory=dict)


def _export(name: str, columns: str, **more: object) -> Export:
    pairs = [part.partition("=") for part in columns.split()]
    meanings = {column: meaning for column, _, meaning in pairs if meaning}
    return Export(name, frozenset(column for column, _, _ in pairs), meanings, **more)  # type: ignore[arg-type]


_STARS, _HALVES, _TEN = (1.0, 5.0), (0.5, 5.0), (1.0, 10.0)
_BOOKS = {"item": "book", "items": "books", "use": "read", "unknown": "Haven't read"}
_GAMES = {"item": "game", "items": "games", "use": "play", "unknown": "Haven't played"}

EXPORTS: tuple[Export, ...] = (
    _export("MovieLens", "userid=user movieid=item rating=rating timestamp=timestamp",
            scale=_HALVES),
    _export("Goodreads", "bookid=item title=title author=creator myrating=rating "
            "exclusiveshelf=ignored averagerating=ignored dateread=timestamp",
            scale=_STARS, missing=(0.0,), personal=True, words=_BOOKS),
    _export("Letterboxd", "date=timestamp name=title year=year letterboxduri=item rating=rating",
            scale=_HALVES, personal=True),
    _export("IMDb", "const=item yourrating=rating daterated=timestamp title=title",
            scale=_TEN, personal=True),
    _export("MyAnimeList", f"userid=user animeid=item rating=rating {_MAL_STATUS}=ignored",
            scale=_TEN, missing=(0.0, -1.0)),
    _export("MyAnimeList", "userid=user animeid=item rating=rating",
            scale=_TEN, missing=(0.0, -1.0)),
    _export("BoardGameGeek", "bggid=item rating=rating username=user", scale=_TEN, words=_GAMES),
    _export("BoardGameGeek", "user=user rating=rating comment=ignored id=item name=title",
            scale=_TEN, words=_GAMES),
    _export("BoardGameGeek", "objectname=title objectid=item rating=rating own=ignored",
            scale=_TEN, missing=(0.0,), personal=True, words=_GAMES),
    _export("Last.fm", "userid=user artistid=item weight=amount", kind="counts"),
    _export("Last.fm", "usermboxsha1=user artistmbid=item artistname=title plays=amount",
            kind="counts"),
    _export("Steam", "appid=item isrecommended=ignored hours=amount userid=user", kind="counts",
            words=_GAMES),
    _export("Steam", "steamid=user appid=item playtimeforever=amount", kind="counts",
            words=_GAMES),
    _export("Book-Crossing", "userid=user isbn=item bookrating=rating",
            scale=_TEN, missing=(0.0,), words=_BOOKS),
    _export("RetailRocket", "timestamp=timestamp visitorid=user event=event itemid=item",
            kind="events"),
    _export("KuaiRec", "userid=user videoid=item watchratio=amount playduration=ignored "
            "videoduration=ignored", kind="counts"),
    _export("Netflix viewing history", "title=item date=timestamp", personal=True, kind="likes"),
    _export("Netflix viewing history", "starttime=timestamp duration=ignored title=item",
            personal=True, kind="likes"),
    _export("Netflix viewing history", "profilename=user starttime=timestamp duration=ignored "
            "title=item", kind="likes"),
)  # fmt: skip


def recognise(header: Iterable[str]) -> Export | None:
    """The export with most of its columns in ``header``; None if no one's are all there."""
    names = {plain(name) for name in header}
    found = [export for export in EXPORTS if export.columns <= names]
    found = [
        export
        for export in found
        if len(export.columns) > 2 or len(names) == 2  # two common words say little among others
    ]
    return max(found, key=lambda export: len(export.columns), default=None)


def told_by(export: Export | None, header: Iterable[str]) -> dict[str, str]:
    """Column -> meaning as an export has them."""
    if export is None:
        return {}
    return {name: export.meanings[plain(name)] for name in header if plain(name) in export.meanings}
