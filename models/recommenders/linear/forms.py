"""Which form of EASE a data set gets, by arithmetic alone.

A decomposition of the people where they are few, the dense matrix of items where it fits into
memory, and blocks of items beyond that.
"""

import logging
from collections.abc import Callable
from typing import Literal

import numpy as np
from scipy import sparse

from models.recommenders.ease import EaseConfig, EasePath, ItemItem, fit_ease, fit_ease_path
from models.recommenders.linear.blocks import SparseItemItem, fit_ease_blocks

Linear = EasePath | ItemItem | SparseItemItem
Form = Literal["path", "dense", "blocks"]

FEW_PEOPLE = 3000  # that one eigendecomposition takes seconds for
DENSE_BYTES = 8 * 2**30  # that a fit may take where nothing else is said
log = logging.getLogger(__name__)


def form_for(n_users: int, n_items: int, memory: int = DENSE_BYTES) -> Form:
    """The form for so many people and items, in so many bytes of memory."""
    if n_users < n_items and n_users <= FEW_PEOPLE:
        return "path"
    return "dense" if dense_bytes(n_items) <= memory else "blocks"


def dense_bytes(n_items: int) -> int:
    """Memory of the dense form: n_items^2 x 4 bytes x 2."""
    return n_items**2 * 4 * 2


def fit_linear(
    liked: sparse.csr_matrix,
    config: EaseConfig,
    on_progress: Callable[[float], None] = lambda share: None,
    memory: int = DENSE_BYTES,
) -> Linear:
    """EASE in the form that suits ``liked`` (n_users, n_items); beyond dense, the log says why.

    ``memory`` are the bytes it may take. Raises ValueError unless the regularisation is positive.
    """
    n_users, n_items = liked.shape
    form = form_for(n_users, n_items, memory)
    if form == "path":
        return fit_ease_path(liked, config)
    if form == "dense":
        return fit_ease(liked, config, np.float32)
    log.info(
        "EASE on %d items: dense, %d^2 x 4 bytes x 2 = %.0f GiB of the %.0f allowed; in blocks",
        *(n_items, n_items, dense_bytes(n_items) / 2**30, memory / 2**30),
    )
    return fit_ease_blocks(liked, config, on_progress=on_progress)
