"""What a chat shows beside a link: fetched as a chat does, without cookie and script."""

import re
import secrets
import urllib.request
from html import unescape
from io import BytesIO
from urllib.error import HTTPError

import pytest
from coroutines import run
from PIL import Image
from servers import Server

from benchmarks.app.visitor import Visitor
from elicitation.sessions.database import Database
from elicitation.sessions.links import LinkStore
from pages.components.picks.picture import BANNER, banner
from pages.components.picks.sharing import SHARE

pytestmark = pytest.mark.slow


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read()


def picture_of(page: str) -> Image.Image:
    head = get(page).decode()
    address = re.search(r'property="og:image" content="([^"]+)"', head)
    assert address, "the document names a picture"
    return Image.open(BytesIO(get(unescape(address.group(1)))))


async def answered(server: Server) -> str:
    async with Visitor(server.url) as visitor:
        await visitor.open()
        await visitor.click("start_button")
        for _ in range(3):
            await visitor.click("left")
        return visitor.query.partition("s=")[2].partition("&")[0]


def test_the_app_and_a_shared_list_have_pictures_of_their_own(world, tmp_path):
    url = f"sqlite:///{tmp_path}/s.sqlite3"
    server = Server(world, url, tmp_path / "log")
    try:
        code, session = secrets.token_urlsafe(12), run(answered(server))
        LinkStore(Database(url)).link(code, SHARE, session, 1.0)
        own, shared = picture_of(server.url), picture_of(f"{server.url}/shared?p={code}")
        german = picture_of(f"{server.url}/?lang=de")
        assert own.size == shared.size == BANNER
        assert len({own.tobytes(), shared.tobytes(), german.tobytes()}) == 3
        for wrong in ("nothing", "%00", "a" * 5000, "x' OR 1=1"):
            with pytest.raises(HTTPError, match="404"):
                get(f"{server.url}/preview.png?p={urllib.request.quote(wrong)}")
        assert "Traceback" not in (tmp_path / "log").read_text()
    finally:
        server.close()


def test_long_words_stay_on_the_picture():
    drawn = Image.open(BytesIO(banner("Wort " * 40, ["x" * 300, "", "ﷺ" * 80], "Tenfold")))
    assert drawn.size == BANNER
