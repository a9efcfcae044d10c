"""Dense linear algebra of EASE: Gram matrices of sparse rows, inverses in place."""

import numpy as np
from numpy.typing import DTypeLike, NDArray
from scipy import sparse
from scipy.linalg import lapack

_ROWS = 2048  # made dense at a time
_DENSE_GAIN = 50.0  # multiply-adds that BLAS does in the time of one of scipy's sparse product
_BLOCK = 512


def gram_of(rows: sparse.csr_matrix, dtype: DTypeLike) -> NDArray[np.floating]:
    """``rows.T @ rows``, (n_columns, n_columns), by the cheaper of sparse and dense product."""
    n_rows, n_columns = rows.shape
    counts = np.diff(rows.indptr).astype(np.float64)
    rows = rows.astype(dtype)
    if _DENSE_GAIN * (counts**2).sum() < 0.5 * n_rows * n_columns**2:
        return np.asarray((rows.T @ rows).toarray())
    gram = np.zeros((n_columns, n_columns), dtype)
    for start in range(0, n_rows, _ROWS):
        part = rows[start : start + _ROWS].toarray()
        gram += part.T @ part
    return gram


def inverse_in_place(matrix: NDArray[np.floating]) -> NDArray[np.floating]:
    """Inverse of a symmetric positive definite (n, n) C-ordered matrix, which it overwrites.

    Raises ValueError if the matrix is not positive definite in its precision.
    """
    factor = lower_factor(matrix)
    potri = lapack.spotri if matrix.dtype == np.float32 else lapack.dpotri
    inverse, info = potri(factor, lower=1, overwrite_c=1)
    if info != 0:
        raise ValueError("the Gram matrix is singular: raise the regularisation")
    inverse = inverse.T  # C-ordered again; potri filled what is now its upper triangle
    for start in range(0, len(inverse), _BLOCK):
        stop = start + _BLOCK
        corner = inverse[start:stop, start:stop]
        corner[:] = np.triu(corner) + np.triu(corner, 1).T
        inverse[stop:, start:stop] = inverse[start:stop, stop:].T
    return np.asarray(inverse)


def lower_factor(matrix: NDArray[np.floating]) -> NDArray[np.floating]:
    """Cholesky's L of a symmetric C-ordered matrix, in Fortran order and in its place.

    The upper triangle is not overwritten. Raises ValueError if the matrix is not positive definite.
    """
    potrf = lapack.spotrf if matrix.dtype == np.float32 else lapack.dpotrf
    factor, info = potrf(matrix.T, lower=1, overwrite_a=1, clean=0)
    if info != 0:
        raise ValueError("the Gram matrix is singular: raise the regularisation")
    return np.asarray(factor)
