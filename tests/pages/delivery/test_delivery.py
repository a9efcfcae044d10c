"""Files of the platform as a browser gets them."""

import gzip
import http.client
import re
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Locator
from servers import Server
from streamlit.file_util import get_static_dir

from pages.components.app import layers
from pages.components.delivery.compression import encoding_of, file_of
from pages.components.delivery.document import Preview, document

STATIC = Path(get_static_dir())
SCRIPT = next((STATIC / "static" / "js").glob("index.*.js"))


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("", None),
        ("br;q=0", None),
    ],
)
def test_the_best_encoding_that_is_accepted(accepted, expected):
    assert encoding_of(accepted) == expected


@pytest.mark.parametrize(
    "route",
    ["/static/../index.html/..", "/../../../config.py", "/static/js/\0", "/static", "/" * 9],
)
def test_nothing_outside_the_folder_is_a_file(route):
    assert file_of(STATIC / "static", route) is None


def get(server: Server, path: str, accepted: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
    connection.request("GET", path, headers={"accept-encoding": accepted})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.mark.parametrize(
    ("accepted", "decode"),
    [("br, gzip", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)],
)
def test_a_script_arrives_whole_in_every_encoding(shared_server, accepted, decode):
    path = f"/static/js/{SCRIPT.name}"
    status, headers, body = get(shared_server, path, accepted)
    assert status == 200 and "immutable" in headers["cache-control"]
    assert decode(body) == SCRIPT.read_bytes()
    assert headers["content-type"].split(";")[0].endswith("javascript")
    assert headers["x-content-type-options"] == "nosniff"


def test_what_is_not_there_is_not_found(shared_server):
    assert get(shared_server, "/static/js/none.js", "br")[0] == 404
    assert get(shared_server, "/static/..%2f..%2fconfig.py", "br")[0] == 404


@pytest.mark.browser
def test_a_first_visit_is_small_and_icons_are_icons(page, shared_server):
    """Counted as the network carries it: bodies as encoded."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    moved: list[float] = []
    client.on("Network.loadingFinished", lambda event: moved.append(event["encodedDataLength"]))
    page.goto(shared_server.url)
    page.locator(".st-key-start_button button").click()
    page.locator(".st-key-left button").wait_for()
    page.wait_for_timeout(1500)
    assert 200_000 < sum(moved) < 800_000
    for name in ("", "picks", "uncertainty"):
        page.goto(f"{shared_server.url}/{name}?{page.url.partition('?')[2]}")
        page.get_by_test_id("stIconMaterial").filter(visible=True).first.wait_for()
        page.wait_for_timeout(500)
        for icon in filter(Locator.is_visible, page.get_by_test_id("stIconMaterial").all()):
            width = icon.evaluate("node => node.scrollWidth / node.clientHeight")
            assert width <= 1.5, f"{icon.inner_text()} in letters, not as an icon"


@pytest.mark.parametrize(
    ("path", "language", "title", "tag"),
    [
        ("/", "de-AT,de;q=0.9", "Zehn Fragen", "de"),
        ("/picks?lang=de", "en", "Zehn Fragen", "de"),
        ("/shared?p=ABCDE", "en", "Picks shared with you", "en"),
        ("/", "xx", "Ten questions", "en"),
    ],
)
def test_the_document_says_what_it_is(shared_server, path, language, title, tag):
    connection = http.client.HTTPConnection("localhost", shared_server.port, timeout=20)
    connection.request("GET", path, headers={"accept-language": language})
    page = connection.getresponse().read().decode()
    connection.close()
    assert f'<html lang="{tag}">' in page and f"<title>Tenfold: {title}" in page
    assert page.count("<title>") == 1 and "SourceSans" not in page
    for name in ("description", "og:title", "og:description", "og:url"):
        assert f'="{name}" content="' in page


def test_what_a_document_says_is_escaped():
    platform = (STATIC / "index.html").read_text()
    attack = '"><script>alert(1)</script>'
    page = document(platform, Preview("en", attack, attack, attack, attack))
    assert "<script>alert" not in page
    with pytest.raises(ValueError, match="form"):
        document("<html></html>", Preview("en", "", ""))


def test_document_and_style_sheet_are_compressed(shared_server):
    for path in ("/", "/tenfold.css"):
        status, headers, body = get(shared_server, path, "br")
        assert status == 200 and headers["content-encoding"] == "br"
        plain = get(shared_server, path, "identity")[2]
        assert brotli.decompress(body) == plain and len(body) < len(plain) / 2


def test_the_first_font_of_the_platform_is_fetched_once_as_ours(shared_server):
    name = next((STATIC / "static" / "media").glob("SourceSansVF-Upright*")).name
    status, headers, _body = get(shared_server, f"/static/media/{name}", "identity")
    assert status == 308 and headers["location"] == "../../fonts/inter.woff2"
    assert get(shared_server, "/fonts/inter.woff2", "identity")[0] == 200


@pytest.mark.parametrize("path", ["/healthy", "/status", "/ready", "/picks/more", "/wp-login.php"])
def test_a_path_that_nobody_answers_is_not_a_page(shared_server, path):
    status, _headers, body = get(shared_server, path, "identity")
    assert status == 404 and b"<html" not in body


@pytest.mark.parametrize("path", ["/", "/picks", "/taste/", "/_stcore/health", "/favicon.png"])
def test_what_there_is_still_answers(shared_server, path):
    assert get(shared_server, path, "identity")[0] == 200


def test_the_style_sheet_comes_once_and_may_be_kept(shared_server):
    _, _, page = get(shared_server, "/picks", "identity")
    (address,) = re.findall(
        r'<link rel="stylesheet" href="\.(/tenfold\.css\?v=\w+)"', page.decode()
    )
    status, headers, body = get(shared_server, address, "identity")
    assert status == 200 and "immutable" in headers["cache-control"]
    assert headers["content-type"].startswith("text/css")
    assert all(file.read_bytes() in body for file in layers.STYLES)
