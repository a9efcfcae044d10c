"""What the columns of a table mean, by their names."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

IGNORED = "ignored"

# The first column whose name stands earliest in a row of this table has that meaning.
INTERACTIONS: dict[str, tuple[str, ...]] = {
    "user": (
        *("user", "userid", "visitorid", "username", "reader", "readerid", "customer"),
        *("customerid", "person", "personid", "member", "memberid", "reviewer", "reviewerid"),
        *("player", "playerid", "listener", "listenerid", "steamid", "profile", "profileid"),
        *("participant", "participantid", "subject", "respondent", "account", "accountid"),
        *("usermboxsha1", "author", "uid", "visitor", "client", "viewer", "rater", "judge"),
        *("who", "nutzer", "benutzer", "utilisateur", "usuario", "session", "sessionid"),
    ),
    "item": (
        *("item", "itemid", "key", "movieid", "filmid", "isbn", "bookid", "gameid", "animeid"),
        *("artistid", "trackid", "songid", "videoid", "appid", "bggid", "productid", "asin"),
        *("parentasin", "jokeid", "recipeid", "beerid", "wineid", "businessid", "objectid"),
        *("const", "imdbid", "tconst", "artistmbid", "itemkey", "contentid", "showid", "seriesid"),
        *("articleid", "placeid", "restaurantid", "podcastid", "letterboxduri", "id"),
        *("movie", "film", "book", "game", "anime", "artist", "track", "song", "video", "product"),
        *("artistname", "gametitle", "title", "name", "objectname", "artikel", "titel", "titre"),
    ),
    "rating": (
        *("rating", "ratings", "score", "scores", "stars", "star", "myrating", "yourrating"),
        *("userrating", "bookrating", "overall", "rate", "reviewscore", "reviewoverall"),
        *("starrating", "myscore", "userscore", "points", "grade", "mark", "note", "vote"),
        *("value", "bewertung", "sterne", "puntuacion", "preference", "liked", "like"),
        *("recommended", "isrecommended", "schulnote", "evaluation"),
    ),
    "amount": (
        *("plays", "playcount", "count", "counts", "listens", "playtime", "hours", "hoursplayed"),
        *("playtimeforever", "minutes", "minutesplayed", "watchratio", "weight", "times", "views"),
        *("ncount", "visits", "quantity", "frequency", "clicks", "purchases", "numplays", "hrs"),
        *("playhours", "totalplays", "listeningtime", "watchtime", "seconds", "duration"),
    ),
    "event": (
        *("event", "eventtype", "feedback", "action", "behavior", "behaviour", "interaction"),
        *("behaviortype", "interactiontype", "eventname", "activity", "response"),
    ),
    "timestamp": (
        *("timestamp", "time", "datetime", "date", "dateread", "daterated", "ratedat"),
        *("watcheddate", "dateadded", "unixreviewtime", "createdat", "updatedat", "eventtime"),
        *("ts", "lastplayed", "reviewtime", "when", "datum", "modified", "lastmodified"),
    ),
}
ITEMS: dict[str, tuple[str, ...]] = {
    "key": tuple(
        name
        for name in INTERACTIONS["item"]
        if name
        not in ("title", "name", "objectname", "artistname", "gametitle", "titel", "titre", "const")
    )
    + ("const", "code", "sku", "url"),
    "title": (
        *("title", "name", "booktitle", "movietitle", "filmtitle", "gametitle", "animetitle"),
        *("primarytitle", "originaltitle", "artistname", "trackname", "songname", "productname"),
        *("objectname", "itemname", "itemtitle", "caption", "label", "titel", "titre", "titulo"),
    ),
    "year": (
        *("year", "releaseyear", "yearofpublication", "originalpublicationyear", "startyear"),
        *("yearpublished", "publicationyear", "releasedate", "published", "date", "jahr"),
    ),
    "genres": (
        *("genres", "genre", "tags", "categories", "category", "shelves", "bookshelves"),
        *("listedin", "topics", "themes"),
    ),
    "description": ("description", "synopsis", "overview", "plot", "summary", "blurb", "abstract"),
    "creator": (
        *("creator", "creators", "author", "authors", "bookauthor", "director", "directors"),
        *("artist", "developer", "designer", "designers", "studio", "brand"),
    ),
    "image_url": (
        *("imageurl", "image", "poster", "posterurl", "cover", "coverurl", "thumbnail", "picture"),
        *("imageurll", "imageurlm", "imageurls", "pictureurl", "bild"),
    ),
    "link": ("link", "url", "homepage", "website", "web", "letterboxduri"),
    "imdb": ("imdb", "imdbid", "tconst", "const"),
    "tmdb": ("tmdb", "tmdbid"),
    "duration": ("duration", "runtime", "runtimemins", "runtimeminutes", "minutes", "length"),
    "language": ("language", "originallanguage", "lang", "languagecode", "sprache"),
    "warnings": ("warnings", "contentwarnings", "contentwarning", "triggerwarnings"),
}
_ALTERNATIVE = re.compile(r"^title[ _:.-]([a-z]{2,3})(?:[-_][a-z]{2})?$", re.IGNORECASE)


@dataclass(frozen=True)
class Meanings:
    """The columns of one table: meaning -> column, and what nobody uses."""

    columns: dict[str, str]
    ignored: dict[str, str]  # column -> what it may have been meant as, or ""

    def __contains__(self, meaning: str) -> bool:
        return meaning in self.columns


def plain(name: str) -> str:
    """A column name without case, accents, blanks and marks: "Book-Rating" is "bookrating"."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^a-z0-9]", "", letters)


def is_known(name: str) -> bool:
    """Whether a column of this name means anything in either kind of table."""
    name = plain(name)
    return any(name in aliases for table in (INTERACTIONS, ITEMS) for aliases in table.values())


def understand(
    header: Iterable[str],
    table: Mapping[str, tuple[str, ...]],
    told: Mapping[str, str] | None = None,
) -> Meanings:
    """Meanings of the columns in ``header``; ``told`` (column -> meaning) overrides the guess."""
    names, told = list(header), dict(told or {})
    columns = {meaning: name for name, meaning in told.items() if name in names}
    taken = set(told)
    by_plain = {plain(name): name for name in reversed(names)}
    for meaning, aliases in table.items():
        if meaning in columns:
            continue
        found = next(
            (by_plain[a] for a in aliases if a in by_plain and by_plain[a] not in taken), None
        )
        if found is not None:
            columns[meaning] = found
            taken.add(found)
    if "key" in table:
        for name in names:
            if name not in taken and (language := _ALTERNATIVE.match(name)):
                columns[f"title:{language[1].lower()}"] = name
    columns.pop(IGNORED, None)
    used = set(columns.values())
    hints = {
        name: "" if name in told else _hint(name, table, columns)
        for name in names
        if name not in used
    }
    return Meanings(columns, hints)


def _hint(name: str, table: Mapping[str, tuple[str, ...]], columns: Mapping[str, str]) -> str:
    """The meaning that a misspelt name comes near to, among those no column has."""
    open_ = {alias: m for m, aliases in table.items() if m not in columns for alias in aliases}
    near = difflib.get_close_matches(plain(name), [a for a in open_ if len(a) > 3], 1, 0.75)
    return open_[near[0]] if near else ""
