"""The picture beside a link to the app, or to a shared list, in a chat.

Whoever shows a preview fetches it without a cookie and without a script, by an address of its own.
"""

from functools import lru_cache
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from elicitation.recommendations.personal_list import recommendations
from elicitation.recommendations.scores import favourites
from elicitation.sessions.database import StoreUnavailable
from elicitation.sessions.events import Event
from elicitation.sessions.session import replay
from models.artifacts import Artifact, ArtifactError
from pages.components.app import assets, i18n
from pages.components.app.i18n import N_, _
from pages.components.guard.asgi import base_of
from pages.components.items import titles, vocabulary
from pages.components.picks.picture import N_BANNER, banner
from pages.components.picks.sharing import SHARE

PATH = "/preview.png"
TITLE = N_("Ten questions, and it knows your taste")
A_MINUTE = {"cache-control": "public, max-age=60"}


def address(request: Request, language: str, shared: str = "") -> str:
    """Where the picture is, for the list with the code ``shared``, "" = the app."""
    query = urlencode({i18n.QUERY: language} | ({"p": shared} if shared else {}))
    return str(request.url.replace(path=base_of(request.scope) + PATH, query=query))


def routes() -> list[Route]:
    """The picture's own."""
    return [Route(PATH, _response)]


async def _response(request: Request) -> Response:
    wanted = request.query_params.get(i18n.QUERY, "")
    language = wanted if wanted in i18n.languages() else i18n.SOURCE
    found = await run_in_threadpool(_drawn, language, request.query_params.get("p", ""))
    if found is None:
        return Response(status_code=404)
    return Response(found, media_type="image/png", headers=A_MINUTE)


def _drawn(language: str, shared: str) -> bytes | None:
    """The picture, None if there is no such list."""
    try:
        artifact = assets.artifact()
        if not shared:
            return _of_app(artifact, language)
        found = assets.links().linked(shared, SHARE)
        events = assets.events().read(found[0]) if found else ()
        return _of_list(artifact, language, events) if events else None
    except (ArtifactError, StoreUnavailable, ValueError):
        return None


@lru_cache(maxsize=8)
def _of_app(artifact: Artifact, language: str) -> bytes:
    i18n.use_language(language)
    title = titles.title_of(artifact.catalogue)
    best = favourites(artifact.shared, N_BANNER)
    return banner(_(TITLE), [title(artifact.catalogue.keys[item]) for item in best], "Tenfold")


@lru_cache(maxsize=64)
def _of_list(artifact: Artifact, language: str, events: tuple[Event, ...]) -> bytes:
    i18n.use_language(language)
    session, title = replay(events), titles.title_of(artifact.catalogue)
    belief, ranker = assets.belief(artifact, session), assets.ranker(artifact, session)
    best = recommendations(belief, ranker, N_BANNER)
    heading = _("{items} somebody would love").format(
        items=vocabulary.words(artifact.words).items.capitalize()
    )
    return banner(heading, [title(artifact.catalogue.keys[pick.item]) for pick in best], "Tenfold")
