"""Two independent hash functions of 64 bits, and uniform numbers made of them.

Both are bijections, so distinct ids keep distinct hashes and only the mask makes them meet: the
finalisers of splitmix64 (Steele et al. 2014) and of MurmurHash3 (Appleby). Python's own ``hash`` is
the identity on integers, and two of its tuple hashes are not independent: with them a cuckoo table
is stuck at a few per cent. The functions work on arrays of NumPy and, compiled, on single numbers.
"""

import numpy as np
from numpy.typing import NDArray

U64 = np.uint64
Words = NDArray[np.uint64]

_S27, _S30, _S31, _S33 = U64(27), U64(30), U64(31), U64(33)
_STEP = U64(0x9E3779B97F4A7C15)
_A, _B = U64(0xBF58476D1CE4E5B9), U64(0x94D049BB133111EB)
_C, _D = U64(0xFF51AFD7ED558CCD), U64(0xC4CEB9FE1A85EC53)


def splitmix64(word: Words) -> Words:
    """splitmix64's finaliser, word by word."""
    word = (word ^ (word >> _S30)) * _A
    word = (word ^ (word >> _S27)) * _B
    return word ^ (word >> _S31)


def murmur3(word: Words) -> Words:
    """MurmurHash3's finaliser, word by word."""
    word = (word ^ (word >> _S33)) * _C
    word = (word ^ (word >> _S33)) * _D
    return word ^ (word >> _S33)


def seed_of(seed: int) -> np.uint64:
    """A word to xor ids with; every seed gives another hash function."""
    return U64(splitmix64(np.array([seed], dtype=U64) + _STEP)[0])


def hashed_rows(ids: NDArray[np.int64], n_rows: int, seed: int) -> NDArray[np.int64]:
    """Hash embedding rows (n_ids,), uniform over 0 to ``n_rows`` - 1; ids may share a row."""
    words = splitmix64(np.ascontiguousarray(ids, dtype=np.int64).view(U64) ^ seed_of(seed))
    return (words % U64(n_rows)).astype(np.int64)


def uniforms(words: Words) -> NDArray[np.float64]:
    """Numbers in [0, 1), a deterministic function of the words."""
    return (splitmix64(words + _STEP) >> U64(11)).astype(np.float64) * 2.0**-53


def starting_vectors(
    ids: NDArray[np.int64], width: int, scale: float, seed: int
) -> NDArray[np.float32]:
    """Uniform initial vectors (n_ids, width) with standard deviation ``scale``.

    They depend on id and seed only: an id starts the same at any time and in any row.
    """
    words = splitmix64(np.ascontiguousarray(ids, dtype=np.int64).view(U64) ^ seed_of(seed))
    places = murmur3(np.arange(width, dtype=U64) + _STEP)
    spread = 2.0 * uniforms(words[:, None] ^ places) - 1.0
    return (spread * (scale * np.sqrt(3.0))).astype(np.float32)
