"""The real path over a socket: a server on this machine serves the archive, whole or badly."""

import hashlib
import io
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from models.datasets.download import download, published_md5
from models.datasets.errors import DatasetError
from models.datasets.grouplens import fetch_edition, find_edition, load_edition

NAME = "ml-latest-small.zip"


def generated_archive() -> bytes:
    """Stands in for the published archive where that is not on this machine."""
    films = "".join(f'{film},"Film {film}, The (1999)",Drama\n' for film in range(1, 400))
    rows = "".join(
        f"{user},{film},{(user * film) % 10 / 2 + 0.5},{user * film * 7919}\n"
        for user in range(1, 300)
        for film in range(1, 400)
        if (user + film) % 2
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("movies.csv", "movieId,title,genres\n" + films)
        archive.writestr("ratings.csv", "userId,movieId,rating,timestamp\n" + rows)
    return stream.getvalue()


@dataclass
class Server:
    """Serves ``files``; the fields say how badly."""

    files: dict[str, bytes]
    address: str = ""
    cut_after: int | None = None  # bytes of a body, then the connection is closed
    stall_after: int | None = None  # bytes of a body, then silence
    ranges: bool = True
    says_length: bool = True
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # name, Range header
    over: threading.Event = field(default_factory=threading.Event)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        name, wanted = request.path.lstrip("/"), request.headers.get("Range")
        self.asked.append((name, wanted))
        if name not in self.files:
            request.send_error(404)
            return
        body = self.files[name]
        start = int(wanted[len("bytes=") : -1]) if wanted and self.ranges else 0
        if start and start >= len(body):
            request.send_response(416)
            request.send_header("Content-Range", f"bytes */{len(body)}")
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        if self.says_length:
            request.send_header("Content-Length", str(len(body) - start))
        request.end_headers()
        bad = name.endswith(".zip")
        request.wfile.write(body[start:][: self.cut_after if bad else None][: self.stall_after])
        if bad and self.stall_after is not None:
            request.wfile.flush()
            self.over.wait(60.0)


@pytest.fixture(scope="module")
def archive() -> bytes:
    found = find_edition("ml-latest-small")
    if found is not None and found.suffix == ".zip":
        return found.read_bytes()
    return generated_archive()


@pytest.fixture
def server(archive: bytes) -> Iterator[Server]:
    digest = hashlib.md5(archive).hexdigest()
    served = Server({NAME: archive, f"{NAME}.md5": f"MD5 ({NAME}) = {digest}\n".encode()})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        served.address = f"http://127.0.0.1:{listening.server_port}/"
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield served
        served.over.set()
        listening.shutdown()
        thread.join()


def fetched(server: Server, folder: Path, md5: str | None = None) -> Path:
    digest = md5 or hashlib.md5(server.files[NAME]).hexdigest()
    return download(f"{server.address}{NAME}", folder / NAME, digest)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_an_edition_is_fetched_once_checked_and_read(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_DATA", str(tmp_path / "nothing"))
    monkeypatch.setenv("TENFOLD_CACHE", str(tmp_path / "cache"))
    assert find_edition("ml-latest-small") is None
    path = fetch_edition("ml-latest-small", server.address)
    assert path.read_bytes() == server.files[NAME]
    assert files(tmp_path / "cache") == [NAME]
    assert [name for name, _ in server.asked] == [f"{NAME}.md5", NAME]
    dataset = load_edition("ml-latest-small")  # from the cache: GroupLens is not asked
    assert dataset.interactions.ratings.nnz > 50_000
    assert fetch_edition("ml-latest-small", server.address) == path
    assert [name for name, _ in server.asked].count(NAME) == 1


def test_a_download_that_was_cut_off_continues_where_it_stopped(
    server: Server, tmp_path: Path
) -> None:
    server.cut_after = 600_000
    with pytest.raises(DatasetError, match="continues there") as refusal:
        fetched(server, tmp_path)
    assert files(tmp_path) == [f"{NAME}.part"]
    arrived = (tmp_path / f"{NAME}.part").stat().st_size
    assert 0 < arrived <= 600_000
    assert f"stopped after {arrived:,} bytes" in str(refusal.value)
    server.cut_after = None
    assert fetched(server, tmp_path).read_bytes() == server.files[NAME]
    assert server.asked[1:] == [(NAME, f"bytes={arrived}-")]
    assert files(tmp_path) == [NAME]


def test_a_download_that_was_killed_continues_too(server: Server, tmp_path: Path) -> None:
    server.stall_after = 600_000
    url, path, part = f"{server.address}{NAME}", tmp_path / NAME, tmp_path / f"{NAME}.part"
    code = (
        "import pathlib, sys; from models.datasets.download import download;"
        "download(sys.argv[1], pathlib.Path(sys.argv[2]), '0' * 32)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, url, str(path)], stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 60.0
    while time.monotonic() < until and not (part.is_file() and part.stat().st_size):
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert files(tmp_path) == [part.name]
    arrived = part.stat().st_size
    server.stall_after = None
    assert fetched(server, tmp_path).read_bytes() == server.files[NAME]
    assert server.asked[-1] == (NAME, f"bytes={arrived}-")


def test_a_server_that_cannot_continue_begins_again(server: Server, tmp_path: Path) -> None:
    server.ranges = False
    (tmp_path / f"{NAME}.part").write_bytes(b"x" * 1000)
    assert fetched(server, tmp_path).read_bytes() == server.files[NAME]


@pytest.mark.parametrize("surplus", [b"", b"more than there should be"])
def test_a_part_that_is_whole_or_too_long_ends_as_the_file(
    server: Server, tmp_path: Path, surplus: bytes
) -> None:
    (tmp_path / f"{NAME}.part").write_bytes(server.files[NAME] + surplus)
    assert fetched(server, tmp_path).read_bytes() == server.files[NAME]
    assert len(server.asked) == (2 if surplus else 1)
    assert files(tmp_path) == [NAME]


def test_a_wrong_checksum_leaves_nothing(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"does not have the MD5 0000.*removed"):
        fetched(server, tmp_path, md5="0" * 32)
    assert files(tmp_path) == []


def test_a_file_damaged_after_it_came_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"damaged")
    assert fetched(server, tmp_path).read_bytes() == server.files[NAME]


def test_two_that_want_the_same_file_fetch_it_once(server: Server, tmp_path: Path) -> None:
    both = [threading.Thread(target=fetched, args=(server, tmp_path)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert (tmp_path / NAME).read_bytes() == server.files[NAME]
    assert len(server.asked) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB, which only root can make."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)]
    try:
        made = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount on this system, so no disk to fill")
    if made.returncode:
        pytest.skip(f"a small disk cannot be made here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("says_length", [True, False])
def test_a_full_disk_leaves_nothing_and_says_so(
    server: Server, small_disk: Path, says_length: bool
) -> None:
    server.says_length = says_length  # without a length the disk fills on the way
    with pytest.raises(DatasetError, match=r"the disk is full.*set TENFOLD_CACHE"):
        fetched(server, small_disk)
    assert files(small_disk) == []


def test_a_folder_that_cannot_be_made_is_said_to_be_that(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatasetError, match=r"cannot be written.*TENFOLD_CACHE"):
        fetched(server, tmp_path / "file")


def test_a_server_that_is_not_there_says_what_to_do(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"HTTP 404.*fetch the file in another way"):
        download(f"{server.address}gone.zip", tmp_path / NAME, "0" * 32)
    nowhere = "http://127.0.0.1:9/"  # the discard port, where nobody listens
    with pytest.raises(DatasetError, match=re.escape("stopped after 0 bytes (ConnectionError)")):
        download(nowhere, tmp_path / NAME, "0" * 32)
    assert files(tmp_path) == []


def test_the_checksum_beside_the_archive_is_read_or_refused(server: Server) -> None:
    digest = hashlib.md5(server.files[NAME]).hexdigest()
    url = f"{server.address}{NAME}"
    assert published_md5(url) == digest
    server.files[f"{NAME}.md5"] = f"{digest.upper()}  {NAME}\n".encode()
    assert published_md5(url) == digest
    server.files[f"{NAME}.md5"] = b"<html>moved</html>"
    with pytest.raises(DatasetError, match="expected an MD5 checksum, got '<html>"):
        published_md5(url)
    del server.files[f"{NAME}.md5"]
    with pytest.raises(DatasetError, match="could not be fetched"):
        published_md5(url)
