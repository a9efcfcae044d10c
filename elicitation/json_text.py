"""JSON that others wrote, read without surprises."""

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """What ``text`` says. Raises ValueError on anything else than JSON.

    Also where it is nested too deeply to be read, or names a number that is none, such as NaN.
    """
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
