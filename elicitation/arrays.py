"""Arrays that a frozen record may hold: copied on entry, read-only afterwards.

What can no longer be written to, such as a mapped file or another record's array, is not copied.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def frozen_floats(values: ArrayLike, *shape: int | None, name: str = "array") -> Floats:
    """``values`` as a read-only float64 array; ``None`` in ``shape`` allows any length.

    Raises ValueError if the shape differs or a value is not finite.
    """
    array = (
        np.asarray(values) if is_frozen(values) else np.array(values, dtype=np.float64, order="C")
    )
    if len(array.shape) != len(shape) or any(
        wanted is not None and wanted != got for wanted, got in zip(shape, array.shape, strict=True)
    ):
        raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: {int((~np.isfinite(array)).sum())} values are not finite")
    array.setflags(write=False)
    return array


def is_frozen(values: ArrayLike) -> bool:
    """Whether this is a float64 array, row by row, that nobody can write to."""
    if not (isinstance(values, np.ndarray) and values.dtype == np.float64):
        return False
    base = values.base  # a view of what may be written to can change
    is_view = isinstance(base, np.ndarray) and base.flags.writeable
    return values.flags.c_contiguous and not values.flags.writeable and not is_view
