"""What a request passes before the platform: the guard, then files and documents of ours."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from streamlit.file_util import get_static_dir
from streamlit.util import calc_hash

from pages.components.access.browser_cookie import BrowserCookie
from pages.components.app import i18n
from pages.components.app.i18n import _
from pages.components.app.serving import FONTS
from pages.components.delivery.base_path import BelowBase, base_path
from pages.components.delivery.document import Preview
from pages.components.delivery.middleware import Delivery
from pages.components.delivery.stylesheet import StyleSheet
from pages.components.guard.headers import headers, inline_scripts
from pages.components.guard.middleware import Guard
from pages.components.histories.uploads import UPLOADS
from pages.components.items import pictures
from pages.components.picks import link_picture
from pages.components.service import process
from pages.components.service.downloads import SharedFiles
from pages.components.service.tabs import FollowTabs

PAGES = Path(__file__).parents[2]
PATHS = frozenset({"", *(page.stem for page in PAGES.glob("*.py") if page.stem != "__init__")})
INSTEAD: dict[str, Path | str] = {
    "MaterialSymbols-Rounded": FONTS / "symbols.woff2",  # the platform's icons, those in use
    "SourceSansVF-Upright": "../../fonts/inter.woff2",  # its first font, which ours replaces
}
COMPONENTS = PAGES / "components"
STYLES = (COMPONENTS / "app" / "theme.css", COMPONENTS / "ask" / "screens.css")
SHARED = "shared"  # the path of a list that somebody shared


def middleware() -> list[Middleware]:
    """The layers, the outermost first."""
    platform = Path(get_static_dir())
    scripts = inline_scripts((platform / "index.html").read_text(encoding="utf-8"))
    names = {calc_hash(path): path or "ask" for path in PATHS}
    process.metrics.name_pages({**names, "": "ask"})  # at its first message a tab names no page
    public_name = str(st.get_option("browser.serverAddress") or "")
    return [
        Middleware(BelowBase, base=base_path(st.get_option("server.baseUrlPath"))),
        Middleware(
            Guard,
            headers=headers(scripts, sorted(f"https://{host}" for host in pictures.hosts())),
            public_name=public_name,
            uploads=UPLOADS,
        ),
        Middleware(FollowTabs, tabs=process.tabs),
        Middleware(BrowserCookie, pages=PATHS),
        Middleware(
            Delivery,
            folder=platform,
            instead=INSTEAD,
            pages=PATHS,
            preview=preview,
            styles=StyleSheet(STYLES),
        ),
        Middleware(SharedFiles),
    ]


def preview(request: Request) -> Preview:
    """What the document of a page says, in the language that the address or the browser names."""
    accepted = request.headers.get("accept-language", "").split(",")
    wishes = [request.query_params.get(i18n.QUERY, ""), *accepted]
    codes = (wish.split(";")[0].strip().split("-")[0].lower() for wish in wishes)
    i18n.use_language(next((code for code in codes if code in i18n.languages()), i18n.SOURCE))
    title, shared = _(link_picture.TITLE), ""
    text = _("Tap what you like, ten times, and get recommendations that are yours.")
    if request.url.path.strip("/").endswith(SHARED):
        title, shared = _("Picks shared with you"), request.query_params.get("p", "")
        text = _("See what somebody would watch, and find out in ten questions what you would.")
    address = str(request.url.replace(query=""))
    image = link_picture.address(request, i18n.language(), shared)
    return Preview(i18n.language(), f"Tenfold: {title}", text, address, image)
