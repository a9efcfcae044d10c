"""Arrays that a frozen record may hold: copied on entry, read-only afterwards."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def frozen_floats(values: ArrayLike, *shape: int | None, name: str = "array") -> Floats:
    """A read-only float64 copy of ``values``; ``None`` in ``shape`` allows any length.

    Raises ValueError if the shape differs or a value is not finite.
    """
    array = np.array(values, dtype=np.float64, order="C")
    if len(array.shape) != len(shape) or any(
        wanted is not None and wanted != got for wanted, got in zip(shape, array.shape, strict=True)
    ):
        raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: {int((~np.isfinite(array)).sum())} values are not finite")
    array.setflags(write=False)
    return array
