"""Columns of a table as numbers: its keys counted through, its texts read once each."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.datasets.tables import values
from models.datasets.tables.batches import EMPTY

_GREATEST = 1 << 26  # of whole numbers that are counted in a table of all of them
_NOTHING = {text.casefold() for text in EMPTY}
NOT_RATED = -np.inf  # a value that is empty; nan is one that cannot be read


class Codes:
    """Texts of a column and their numbers, in the order in which they first occur."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._of_key: dict[str, int] = {}
        self._of_text: dict[str, int] = {}

    def of(self, column: pa.Array) -> NDArray[np.int32]:
        """Number of each row's key, -1 where it is empty."""
        numbers = np.array(
            [self._number(text) for text in column.dictionary.to_pylist()] or [0], dtype=np.int32
        )
        return numbers[column.indices.to_numpy(zero_copy_only=False)]

    def _number(self, text: str) -> int:
        found = self._of_text.get(text)
        if found is None:
            key = values.clean_key(text)
            found = self._of_key.setdefault(key, len(self.keys)) if key else -1
            if found == len(self.keys):
                self.keys.append(key)
            self._of_text[text] = found
        return found


class Whole:
    """``Codes`` of a column of whole numbers: the numbers themselves, renumbered at the end."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def of(self, column: pa.Int64Array) -> NDArray[np.int32]:
        """The numbers, -1 where there is none. Raises pyarrow.ArrowInvalid if one is too great."""
        numbers = (column.fill_null(-1) if column.null_count else column).to_numpy()
        if len(numbers) and not -1 <= numbers.min() <= numbers.max() < _GREATEST:
            raise pa.ArrowInvalid("a number is too great to be counted on")
        return numbers.astype(np.int32)

    def renumber(self, column: NDArray[np.int32]) -> NDArray[np.int32]:
        """Numbers in ``keys``, which are sorted; in place."""
        seen = np.zeros(int(column.max(initial=-1)) + 1, dtype=bool)
        seen[column] = True
        self.keys = [str(number) for number in np.flatnonzero(seen).tolist()]
        places = np.cumsum(seen, dtype=np.int32) - np.int32(1)
        np.take(places, column, out=column, mode="clip")
        return column


class Parsed:
    """Values of a column, read by ``parse`` once for each distinct text."""

    def __init__(self, parse: Callable[[str], float]) -> None:
        self.parse = parse
        self.known: dict[str, float] = {}

    def of(self, column: pa.DictionaryArray) -> NDArray[np.float64]:
        """One number a row."""
        for text in column.dictionary.to_pylist():
            if text not in self.known:
                self.known[text] = self.parse(text)
        numbers = [self.known[text] for text in column.dictionary.to_pylist()]
        return np.array(numbers or [0.0])[column.indices.to_numpy(zero_copy_only=False)]


def value_of(text: str) -> float:
    """A rating; ``NOT_RATED`` if empty, nan if it cannot be read."""
    return NOT_RATED if text.strip().casefold() in _NOTHING else values.number(text)
