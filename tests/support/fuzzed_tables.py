"""Tables as nobody should write them: a Hypothesis strategy, for tests and for a long run."""

import gzip

from hypothesis import strategies as st

_CELLS = st.one_of(
    st.integers(-3, 101).map(str),
    st.floats(-1e6, 1e6).map(str),
    st.sampled_from(
        ["", "NA", "nan", "inf", "1e400", "4,5", "4.5", "★★★½", "8/10", "good", '"', '""', "k1"]
        + ["0103", "103.0", "view", "2023-05-01", "05.01.2023", "=1+1", "\ufeff", "\x00", " k1 "]
    ),
    st.text(max_size=6),
)
_NAMES = st.one_of(
    st.sampled_from(
        ["user", "item", "rating", "key", "title", "year", "genres", "timestamp", "plays", "event"]
        + ["userId", "movieId", "ISBN", "Book-Rating", "score", "raitng", "My Rating", "", "name"]
        + ["title_de", "image_url", "duration", "visitorid", "itemid", "hours", "Exclusive Shelf"]
    ),
    st.text(max_size=5),
)
_ENCODINGS = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1", "shift_jis"]
)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """The bytes of one file: a table in some dialect, cut, compressed or broken now and then."""
    n = draw(st.integers(1, 5))
    header = draw(st.lists(_NAMES, min_size=n, max_size=n))
    if draw(st.booleans()):
        header = ["user", "item", "rating", *header][: max(3, n)]
    wide = st.lists(_CELLS, min_size=1, max_size=len(header) + 1)
    row = st.lists(_CELLS, min_size=len(header), max_size=len(header))
    rows = draw(st.lists(st.one_of(row, row, row, wide), max_size=30))
    delimiter = draw(st.sampled_from([",", ";", "\t", "|", ",,"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
    quote = draw(st.booleans())
    lines = [delimiter.join(_quoted(c) if quote else c for c in cells) for cells in [header, *rows]]
    lead = draw(st.sampled_from(["", "\n\n", "sep=;\n", ",,,\n", "# a remark\n"]))
    data = (lead + end.join(lines)).encode(draw(_ENCODINGS), "replace")
    how = draw(st.integers(0, 9))
    if how == 0:
        data = gzip.compress(data)
    elif how == 1:
        data = gzip.compress(data)[: draw(st.integers(1, 40))]
    elif how == 2:
        data = data[: draw(st.integers(0, len(data)))] + draw(st.binary(max_size=20))
    elif how == 3:
        data = draw(st.sampled_from([b"PAR1", b"PK\x03\x04"])) + data
    return data


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
