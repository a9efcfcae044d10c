"""Attacks that worked before there was a guard, against a real server."""

import asyncio
import http.client
from collections.abc import Iterator
from contextlib import closing, suppress

import psutil
import pytest
from coroutines import run
from servers import Server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from benchmarks.app.visitor import Visitor

RERUN = BackMsg(rerun_script=ClientState(query_string="")).SerializeToString()


@pytest.fixture(scope="module")
def server(world, tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("guarded")
    with closing(Server(world, f"sqlite:///{folder}/s.sqlite3", folder / "log")) as running:
        yield running


def socket(server: Server, origin: str | None = None):
    return connect(
        server.url.replace("http", "ws") + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(origin) if origin else None,
        max_size=None,
    )


def ask(server: Server, method: str, path: str, body: bytes | None = None):
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
    connection.request(method, path, body)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


async def opened_session(server: Server, opened) -> str:
    """The session of a connection, as the server names it."""
    await opened.send(RERUN)
    while True:
        message = ForwardMsg.FromString(await asyncio.wait_for(opened.recv(), 20))
        if message.HasField("new_session"):
            return message.new_session.initialize.session_id


def upload(server: Server, session: str, number: int, n_bytes: int) -> int:
    """Status of an upload as a browser sends it."""
    first = http.client.HTTPConnection("localhost", server.port, timeout=20)
    first.request("GET", "/_stcore/health")
    answer = first.getresponse()
    answer.read()
    token = answer.headers.get("Set-Cookie", "").partition("=")[2].partition(";")[0]
    line = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
    body = line + b"\0" * n_bytes + b"\r\n--x--\r\n"
    named = {
        "Content-Type": "multipart/form-data; boundary=x",
        "X-Xsrftoken": token,
        "Cookie": f"_streamlit_xsrf={token}",
    }
    first.request("PUT", f"/_stcore/upload_file/{session}/{number}", body, named)
    answer = first.getresponse()
    answer.read()
    first.close()
    return answer.status


def test_uploads_do_not_fill_the_memory(server):
    before = psutil.Process(server.process.pid).memory_info().rss
    for number in range(50):
        path = f"/_stcore/upload_file/any-session/{number}"
        assert ask(server, "PUT", path, b"\0" * 1_000_000).status in (400, 403, 429)
    assert psutil.Process(server.process.pid).memory_info().rss - before < 20e6


def test_uploads_of_somebody_on_a_page_do_not_fill_the_memory_either(server):
    """Two files wait until a page has read them; all others are refused."""

    async def flood() -> list[int]:
        async with socket(server) as opened:
            session = await opened_session(server, opened)
            return [
                await asyncio.to_thread(upload, server, session, number, 1_000_000)
                for number in range(20)
            ]

    before = psutil.Process(server.process.pid).memory_info().rss
    statuses = run(flood())
    assert statuses.count(204) == 2, statuses
    assert set(statuses) == {204, 429}
    assert psutil.Process(server.process.pid).memory_info().rss - before < 20e6


def test_uploads_that_are_too_large_or_of_any_length_are_refused(server):
    path = "/_stcore/upload_file/any-session/1"
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
    connection.putrequest("PUT", path)
    connection.putheader("Content-Length", str(100 << 20))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
    connection.request("PUT", path, iter([b"x" * 10]), encode_chunked=True,
                       headers={"Transfer-Encoding": "chunked"})  # fmt: skip
    assert connection.getresponse().status == 411
    connection.close()
    assert ask(server, "PUT", "/_stcore/upload_file/a/b/c", b"x").status == 404
    assert ask(server, "GET", "/_stcore/upload_file", None).status == 404


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_what_the_platform_tells_of_itself_is_closed(server, path):
    assert ask(server, "GET", path).status == 404


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/fonts/inter.woff2", "/shared?p=x"])
def test_every_response_has_the_policies(server, path):
    found = {name.lower(): value for name, value in ask(server, "GET", path).getheaders()}
    assert "frame-ancestors 'none'" in found["content-security-policy"]
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1", "null"])
def test_a_page_of_another_site_cannot_connect(server, origin):
    async def knock() -> None:
        async with socket(server, origin):
            pass

    with pytest.raises(InvalidStatus):
        run(knock())


def test_a_page_of_our_own_can(server):
    async def visit() -> None:
        async with socket(server, server.url) as opened:
            await opened.send(RERUN)
            assert await asyncio.wait_for(opened.recv(), 20)

    run(visit())


def test_a_flood_of_messages_ends_the_connection_and_others_go_on(server):
    async def flood() -> bool:
        async with socket(server) as opened:
            with suppress(ConnectionClosed):
                for sent in range(20_000):
                    await opened.send(RERUN)
                    if sent % 100 == 99:
                        await asyncio.sleep(0)
            await asyncio.wait_for(opened.wait_closed(), 20)
        return True

    async def both() -> None:
        async with Visitor(server.url) as other:
            await other.open()
            await other.click("start_button")
            attack = asyncio.gather(*(flood() for _ in range(3)))
            for _ in range(5):
                await other.click("left")
            assert all(await attack), "every flood was cut off"

    run(both())


@pytest.mark.parametrize("kind", ["clear_cache", "load_git_info", "set_run_on_save"])
def test_messages_of_developers_change_nothing(server, kind):
    """``clear_cache`` emptied the passphrase's memory of who tried."""

    async def send() -> None:
        async with socket(server) as opened:
            back = BackMsg()
            setattr(back, kind, True)
            await opened.send(back.SerializeToString())
            await opened.send(b"\xff\xff\xff")
            await opened.send("text")
            await opened.send(RERUN)
            assert await asyncio.wait_for(opened.recv(), 20), "the connection is still of use"

    before = server.log.read_text()
    run(send())
    said = server.log.read_text()[len(before) :]
    assert "Traceback" not in said and said.count("ignored") == 1


@pytest.mark.browser
def test_a_script_that_got_into_the_page_does_not_run(page, server):
    page.goto(server.url)
    page.get_by_test_id("stApp").wait_for()
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            const image = "<img src=x onerror='window.ran = true'>";
            document.body.insertAdjacentHTML("beforeend", image);
        }"""
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran === undefined")


@pytest.mark.browser
def test_no_page_of_another_site_can_frame_the_app(page, server, tmp_path):
    outside = tmp_path / "frame.html"
    outside.write_text(f'<iframe src="{server.url}"></iframe>')
    page.goto(outside.as_uri())
    page.wait_for_timeout(1500)
    framed = page.frames[1]
    assert not framed.locator('[data-testid="stApp"]').count()
