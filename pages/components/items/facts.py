"""What the catalogue says of an item, as HTML: what is unknown is left out, all is escaped."""

from html import escape
from urllib.parse import urlsplit

from models.datasets.catalogue import Catalogue
from pages.components.app.i18n import _, language_name, listed, number
from pages.components.app.text import isolated
from pages.components.items import titles, vocabulary

IMDB, TMDB = "https://www.imdb.com/title/{}/", "https://www.themoviedb.org/movie/{}"
N_TITLES = 6  # other titles: more than that nobody reads


def facts(catalogue: Catalogue, item: int) -> str:
    """Title, who made it, when, how long, in which language, what about, and where to read on."""
    year = catalogue.years[item]
    when = f' <span class="year">{year}</span>' if year else ""
    parts = [f'<h3 class="called">{escape(titles.short(catalogue, item))}{when}</h3>']
    about = (
        isolated(catalogue.creators[item]),
        duration(catalogue.durations[item]),
        language_name(catalogue.languages[item]),
        ", ".join(map(vocabulary.genre, catalogue.genres[item])),
    )
    parts += _paragraph("about", " · ".join(filter(None, about)))
    parts += _paragraph("text", catalogue.descriptions[item])
    named = titles.others(catalogue, item)[:N_TITLES]
    if named:
        parts += _paragraph("fine", _("Also called: {titles}").format(titles=" · ".join(named)))
    warned = catalogue.warnings[item]
    if warned:
        told = _("Content warnings: {warnings}").format(warnings=listed(warned))
        parts += _paragraph("warned", told)
    links = "".join(
        f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(name)}</a>'
        for name, address in links_out(catalogue, item)
    )
    if links:
        parts.append(f'<p class="out">{links}</p>')
    return f'<div class="facts">{"".join(parts)}</div>'


def duration(minutes: int) -> str:
    """ "2 h 16 min"; "" if unknown."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return _("{hours} h {minutes} min").format(hours=number(hours), minutes=number(rest))
    if hours:
        return _("{hours} h").format(hours=number(hours))
    return _("{minutes} min").format(minutes=number(rest)) if rest else ""


def links_out(catalogue: Catalogue, item: int) -> tuple[tuple[str, str], ...]:
    """(name, address) of pages about the item elsewhere: only https, each site once."""
    imdb, tmdb = catalogue.imdb[item], catalogue.tmdb[item]
    found = {}
    if imdb:
        found["IMDb"] = IMDB.format(imdb)
    if tmdb:
        found["TMDB"] = TMDB.format(tmdb)
    site = _site(catalogue.links[item])
    if site and site not in {_site(address) for address in found.values()}:
        found[site] = catalogue.links[item]
    return tuple(found.items())


def _site(address: str) -> str:
    """Where an address leads, "" if it is none that may be followed."""
    if "\\" in address or any(letter.isspace() for letter in address):
        return ""  # browsers disagree about these
    try:
        parts = urlsplit(address)
        site = parts.hostname or ""
    except ValueError:
        return ""
    # "https://imdb.com@elsewhere" leads elsewhere
    if parts.scheme != "https" or "@" in parts.netloc:
        return ""
    return site.removeprefix("www.")


def _paragraph(kind: str, text: str) -> list[str]:
    return [f'<p class="{kind}" dir="auto">{escape(text)}</p>'] if text else []
