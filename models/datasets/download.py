"""One file from the network: resumed where it was cut off, checked before it gets its name.

What has arrived waits under NAME.part. Only a whole file with the right checksum is renamed to
NAME, so whoever finds NAME may read it.
"""

import errno
import os
import re
import shutil
from pathlib import Path

import pooch
import requests
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from models.atomic_files import only_writer
from models.datasets.errors import DatasetError

_TIMEOUT = (20.0, 60.0)  # seconds: to connect, between two pieces
_PIECE = 1 << 18  # bytes
_MD5 = re.compile(r"\b[0-9a-fA-F]{32}\b")


def download(url: str, path: Path, md5: str) -> Path:
    """``path``, holding the bytes of ``url`` with this MD5; nothing is fetched if it does already.

    A part left by a run that was cut off is continued. Raises DatasetError if the network fails,
    the disk is full or the checksum is wrong; then there is no file ``path``.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with only_writer(path.parent):  # two downloads into one part would mix
            if path.is_file() and pooch.file_hash(str(path), "md5") == md5:
                return path
            path.unlink(missing_ok=True)  # damaged
            _complete(url, part)
            pooch.retrieve(
                url,
                f"md5:{md5}",
                fname=path.name,
                path=path.parent,
                downloader=lambda _url, output, _pooch: os.replace(part, output),
            )
            return path
    except requests.RequestException as error:
        arrived = part.stat().st_size if part.is_file() else 0
        raise DatasetError(
            f"{url}: the download stopped after {arrived:,} bytes ({_reason(error)}). Run the same "
            f"again and it continues there; or fetch the file in another way and save it as {path}."
        ) from error
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise DatasetError(
                f"{path}: cannot be written ({error.strerror}). Set TENFOLD_CACHE to a folder that "
                "can."
            ) from error
        part.unlink(missing_ok=True)  # give the space back: what else is on the disk needs it
        raise DatasetError(
            f"{path}: the disk is full, so the download was removed again. {error.args[1]} Free "
            "space, or set TENFOLD_CACHE to a folder on another disk."
        ) from error
    except ValueError as error:  # pooch: the wrong hash; it has removed the file
        raise DatasetError(
            f"{url}: the file that arrived does not have the MD5 {md5}, so it was removed. Run the "
            "same again; if it happens twice the file on the server is another one."
        ) from error


def published_md5(url: str) -> str:
    """The checksum that stands beside ``url`` under .md5. Raises DatasetError if none does."""
    try:
        response = requests.get(f"{url}.md5", timeout=_TIMEOUT)
        response.raise_for_status()
    except requests.RequestException as error:
        raise DatasetError(
            f"{url}.md5: the checksum could not be fetched ({_reason(error)}). Run the same again "
            "when the network is there."
        ) from error
    found = _MD5.search(response.text)  # "MD5 (name) = digest" or "digest  name"
    if found is None:
        raise DatasetError(f"{url}.md5: expected an MD5 checksum, got {response.text[:60]!r}")
    return found[0].lower()


def _complete(url: str, part: Path) -> None:
    """Fetch what ``part`` still lacks of ``url``; a server that cannot continue begins again."""
    have = part.stat().st_size if part.is_file() else 0
    headers = {"Accept-Encoding": "identity"}  # lengths count bytes of the file itself
    if have:
        headers["Range"] = f"bytes={have}-"
    with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as response:
        if have and response.status_code == requests.codes.requested_range_not_satisfiable:
            if response.headers.get("Content-Range") != f"bytes */{have}":  # else it was all there
                part.unlink()
                _complete(url, part)
            return
        response.raise_for_status()
        continued = response.status_code == requests.codes.partial_content
        _receive(response, part, have if continued else 0)


def _receive(response: requests.Response, part: Path, have: int) -> None:
    """Write the body behind the first ``have`` bytes of ``part``, with a progress bar."""
    length = response.headers.get("Content-Length")
    _require_space(part.parent, int(length or 0))
    what, size, speed = TextColumn("{task.description}"), DownloadColumn(), TransferSpeedColumn()
    columns = (what, BarColumn(), size, speed, TimeRemainingColumn())
    with (
        part.open("ab" if have else "wb") as stream,
        Progress(*columns, console=Console(stderr=True)) as progress,
    ):
        total = have + int(length) if length else None
        task = progress.add_task(part.stem, total=total, completed=have)
        for piece in response.iter_content(_PIECE):
            stream.write(piece)
            progress.advance(task, len(piece))
        stream.flush()
        os.fsync(stream.fileno())  # else a power cut could leave the name without the bytes


def _require_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise OSError(errno.ENOSPC, f"{needed:,} bytes are needed, {free:,} are free.")


def _reason(error: requests.RequestException) -> str:
    if error.response is not None:
        return f"HTTP {error.response.status_code}"
    return type(error).__name__
