"""Inputs that are nearly right: bytes, JSON and numbers with something wrong in them."""

import json
from typing import Any

import numpy as np

PIECES = (
    *(b"\0", b"\r", b"\n", b'"', b"'", b",", b";", b"\t", b"|", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(b"[" * 3000, b"x" * 70_000, b"=1+1", b"NaN", b"1e999", b"-1", b"PK\x03\x04", b"\x1f\x8b"),
    *("é".encode(), "\u202e".encode(), b"%00", b"%ff", b"../", b"&s=", b"<script>"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**63, 2**200, 0.5, -0.0, 1e308, "", "x", "\0", "x" * 5000),
    *("taps9", "mult_vae", "a_optimal", "answered", "random", [], {}, [[]], [None], {"a": []}),
    *("é", "\ud800", "=1", "s-1", ["tiny:1", "tiny:2"], ["tiny:1", "tiny:1"], -5, 10**30),
)


def one_of(rng: np.random.Generator, among: Any) -> Any:
    return among[int(rng.integers(len(among)))]


def broken_bytes(rng: np.random.Generator, data: bytes) -> bytes:
    """``data`` with up to three changes: bytes put in, taken out, turned over, or cut off."""
    for _ in range(int(rng.integers(1, 4))):
        at = int(rng.integers(len(data) + 1))
        end = min(len(data), at + int(rng.integers(1, 30)))
        match int(rng.integers(5)):
            case 0:
                data = data[:at] + one_of(rng, PIECES) + data[at:]
            case 1:
                data = data[:at] + data[end:]
            case 2:
                data = data[:at] + rng.bytes(end - at) + data[end:]
            case 3:
                data = data[:at] + bytes(255 - b for b in data[at:end]) + data[end:]
            case _:
                data = data[:at]
    return data


def broken_json(rng: np.random.Generator, value: Any) -> Any:
    """``value`` with one thing in it replaced, left out or said twice."""
    if isinstance(value, dict) and value and rng.random() < 0.85:
        key = one_of(rng, sorted(value))
        copy = dict(value)
        match int(rng.integers(6)):
            case 0:
                del copy[key]
            case 1:
                copy[str(one_of(rng, VALUES))] = copy[key]
            case _:
                copy[key] = broken_json(rng, value[key])
        return copy
    if isinstance(value, list) and value and rng.random() < 0.7:
        at = int(rng.integers(len(value)))
        return value[:at] + one_of(rng, ([], [broken_json(rng, value[at])], value[at:] * 2))
    return one_of(rng, VALUES)


def written(rng: np.random.Generator, value: Any) -> bytes:
    """As JSON, now and then broken as text, too."""
    text = json.dumps(value).encode()
    return broken_bytes(rng, text) if rng.random() < 0.3 else text
