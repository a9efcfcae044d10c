"""Where the parts of a long calculation run: this process, more of them, or a cluster.

One option moves simulations and fits alike. What a part gives does not depend on where it ran or on
how many run at once.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import numpy as np
from joblib import Parallel, delayed, parallel_config
from numpy.typing import NDArray

Given = TypeVar("Given")
Result = TypeVar("Result")
Integers = NDArray[np.int64]

LOCAL = ("processes", "threads")
CLUSTERS = ("dask", "ray")
PART = 25  # people at a time: their results do not depend on it


def add_options(parser: argparse.ArgumentParser, jobs: int) -> None:
    """--jobs, with this default, --on and --cluster."""
    parser.add_argument("--jobs", type=int, default=jobs, help="at once; -1 = one a core")
    parser.add_argument("--on", choices=(*LOCAL, *CLUSTERS), default="processes")
    parser.add_argument("--cluster", default="", help="address of the Dask or Ray scheduler")


def backend(on: str, cluster: str, jobs: int | None = None) -> parallel_config:
    """joblib's backend. Raises ModuleNotFoundError where the cluster's package is missing."""
    if on == "dask":
        from distributed import Client  # installed by whoever has a cluster

        client = Client(cluster or None)
        return parallel_config("dask", client=client)
    if on == "ray":
        import ray
        from ray.util.joblib import register_ray

        ray.init(address=cluster or None)
        register_ray()
        return parallel_config("ray")
    return parallel_config("loky" if on == "processes" else "threading", n_jobs=jobs)


def each(work: Callable[[Given], Result], items: Iterable[Given]) -> list[Result]:
    """``work`` of each item, in their order, on the active backend; without one here, in turn."""
    return list(Parallel()(delayed(work)(item) for item in items))


def in_parts(work: Callable[[Integers], Result], n: int) -> Iterator[Result]:
    """``work`` of the numbers of ``PART`` people at a time, 0 to ``n`` - 1, in their order."""
    parts = [np.arange(start, min(start + PART, n)) for start in range(0, n, PART)]
    yield from Parallel(return_as="generator")(delayed(work)(part) for part in parts)
