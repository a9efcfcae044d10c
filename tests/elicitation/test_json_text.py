"""JSON of others: what is none, or too deep, is a ValueError like any other."""

import pytest

from elicitation.json_text import read_json


def test_what_is_json_is_read() -> None:
    assert read_json('{"a": [1, 2.5, null]}') == read_json(b'{"a": [1, 2.5, null]}')


@pytest.mark.parametrize(
    "text",
    ["", "{", "NaN", "[Infinity]", "[" * 200_000, '{"a":' * 200_000, b"\xff\xfe\xff"],
    ids=lambda text: str(text[:9]),
)
def test_what_is_none_is_refused(text) -> None:
    with pytest.raises(ValueError):
        read_json(text)
