"""Packed files that say little of how much they hold."""

import gzip
import io
import zipfile

import pytest

from models.datasets.errors import DatasetError
from models.datasets.rating_files import opened
from models.datasets.tables import unpacked
from models.datasets.tables.sources import from_bytes, inside_zip

BOMB = b"user,item\n" + b"0" * 2_000_000


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "ALWAYS", 1_000_000)


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ratings.csv", data)
    # what the headers say of the size is 20 bytes
    return packed.getvalue().replace(len(data).to_bytes(4, "little"), (20).to_bytes(4, "little"))


def test_a_bomb_is_refused_while_it_is_read(tmp_path) -> None:
    (source,) = inside_zip("bomb.zip", lambda: io.BytesIO(zipped(BOMB)))
    with pytest.raises(DatasetError), source.opened() as stream:
        stream.read()
    with (
        pytest.raises(DatasetError, match="unpacks to far more"),
        from_bytes("bomb.csv.gz", gzip.compress(BOMB)).opened() as stream,
    ):
        stream.read()
    honest = tmp_path / "bomb.zip"
    with zipfile.ZipFile(honest, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ratings.csv", BOMB)
    with (
        pytest.raises(DatasetError, match="unpacks to far more"),
        opened(honest, "ratings.csv") as stream,
    ):
        stream.read()


def test_a_table_is_read_whole() -> None:
    table = b"user,item\n" + b"".join(b"%d,%d\n" % (n * 7919 % 9973, n) for n in range(100_000))
    with from_bytes("table.csv.gz", gzip.compress(table)).opened() as stream:
        assert stream.read() == table
