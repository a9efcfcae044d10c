"""Speed and memory of the collisionless table, a plain gather and a dict."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.common.report import Row
from models.embedding_table.collisionless import EmbeddingTable

Integers = NDArray[np.int64]

N_REPEATS = 7
LOOKUP, GATHER = "lookup", "gather alone"
FIND, DICT = "find alone", "dict alone"
DICT_GATHER = "dict and gather"


def medians(tasks: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Median seconds of each task; repeats alternate, so that load affects all tasks alike."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for repeat in range(N_REPEATS + 1):
        for name, task in tasks.items():
            began = time.perf_counter()
            task()
            if repeat:  # the first compiles and warms
                times[name].append(time.perf_counter() - began)
    return {name: float(np.median(spent)) for name, spent in times.items()}


def lookup_row(table: EmbeddingTable, ids: Integers, n_a_time: int) -> Row:
    """Lookups a second of every id once in random order, in batches, and ratios of times.

    Conversion of ids to Python integers is not counted for the dict, which returns a list.
    """
    order = np.random.default_rng(2).permutation(ids)
    known = dict(zip(ids.tolist(), table.index.find(ids).tolist(), strict=True))
    asked = np.array_split(order, len(order) // n_a_time)
    asked_rows = [table.index.find(some) for some in asked]
    asked_keys = [some.tolist() for some in asked]

    def each(task: Callable[..., object], parts: Sequence[object]) -> Callable[[], None]:
        def run() -> None:
            for part in parts:
                task(part)

        return run

    def gather(rows: Integers | list[int]) -> object:
        return np.take(table.vectors, rows, axis=0)

    def in_dict(keys: list[int]) -> list[int]:
        return [known[key] for key in keys]

    spent = medians(
        {
            LOOKUP: each(table.lookup, asked),
            GATHER: each(gather, asked_rows),
            FIND: each(table.index.find, asked),
            DICT: each(in_dict, asked_keys),
            DICT_GATHER: each(lambda keys: gather(in_dict(keys)), asked_keys),
        }
    )
    return {
        "ids a call": n_a_time,
        **{f"{name}, 1/s": len(ids) / seconds for name, seconds in spent.items()},
        "lookup / gather": spent[LOOKUP] / spent[GATHER],
        "dict / find": spent[DICT] / spent[FIND],
        "dict and gather / lookup": spent[DICT_GATHER] / spent[LOOKUP],
    }


def memory_row(table: EmbeddingTable, ids: Integers) -> Row:
    """Row with the bytes an id takes."""
    known = dict(zip(ids.tolist(), range(1, len(ids) + 1), strict=True))
    numbers = sum(sys.getsizeof(key) + sys.getsizeof(row) for key, row in known.items())
    return {
        "load": table.index.load,
        "index, bytes an id": table.index.nbytes / len(ids),
        "whole table": table.nbytes / len(ids),
        "of it vectors in use": table.vectors.itemsize * table.width,
        "dict and its numbers": (sys.getsizeof(known) + numbers) / len(ids),
        "dict alone": sys.getsizeof(known) / len(ids),
    }
