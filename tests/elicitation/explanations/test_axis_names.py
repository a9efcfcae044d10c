"""Axes are named by what is over-represented at their ends, in planted worlds."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from elicitation.explanations.axis_names import (
    AxisEnd,
    at_least,
    discoveries,
    end_items,
    name_axes,
)

N = 300
KINDS = ("Horror", "Romance", "Drama", "Comedy", "War", "Western")
LABELS = [(("genre", KINDS[n % 6]), ("decade", str(1950 + 10 * (n // 50)))) for n in range(N)]
KNOWN = np.full(N, 0.5)


def is_kind(kind: str) -> np.ndarray:
    return np.array([("genre", kind) in own for own in LABELS], dtype=np.float64)


def test_an_axis_that_is_a_genre_or_a_time_is_named_by_it() -> None:
    rng = np.random.default_rng(0)
    genre = is_kind("Horror") - is_kind("Romance") + 0.3 * rng.standard_normal(N)
    old = -np.arange(N) / N + 0.05 * rng.standard_normal(N)
    first, second = name_axes(np.column_stack([genre, old]), KNOWN, LABELS)
    assert first.first.labels == (("genre", "Horror"),)
    assert first.second.labels == (("genre", "Romance"),)
    assert second.first.labels == (("decade", "1950"),)
    assert second.second.labels == (("decade", "2000"),)


def test_random_axes_get_no_name() -> None:
    """40 axes of nothing but noise: with this rate a name among them is a rare accident."""
    n_named = 0
    for seed in range(5):
        rewards = np.random.default_rng(seed).standard_normal((N, 40))
        named = name_axes(rewards, KNOWN, LABELS)
        n_named += sum(bool(end.labels) for name in named for end in (name.first, name.second))
        assert all(name.first.stands and name.second.stands for name in named)
    assert n_named <= 2  # of 400 ends


def test_an_axis_that_is_a_label_or_a_span_of_years_is_named_by_that_alone() -> None:
    years = 1950 + np.arange(N) // 5
    spans = [(years < 1962), (years >= 1962) & (years < 1980), (years >= 2005)]
    columns = np.column_stack([is_kind("War"), *spans]).astype(float) - 0.3
    names = name_axes(columns, KNOWN, LABELS, years.tolist())
    assert [name.first.labels for name in names] == [
        (("genre", "War"),),
        (("years", "-1961"),),
        (("years", "1962-1979"),),
        (("years", "2005-"),),
    ]
    assert all(name.second == AxisEnd((), stands=False) for name in names)


def test_an_axis_that_is_nearly_a_label_is_tested_and_has_one_end() -> None:
    column = is_kind("War")
    column[np.flatnonzero(column)[0]] = 0.0
    (name,) = name_axes(column[:, None], KNOWN, LABELS)
    assert name.first.labels == (("genre", "War"),)
    assert name.second == AxisEnd((), stands=False)


def test_what_is_frequent_everywhere_names_nothing() -> None:
    rng = np.random.default_rng(1)
    labels = [(("genre", "Drama"),) if n % 10 else () for n in range(N)]  # nine in ten
    genre = rng.standard_normal(N)
    genre[[n for n in range(N) if not labels[n]]] = 0.0  # the ends hold dramas only
    (name,) = name_axes(genre[:, None], KNOWN, labels)
    assert not name.first.labels and not name.second.labels


def test_items_without_labels_and_no_items_at_all_are_no_fault() -> None:
    rewards = np.random.default_rng(2).standard_normal((20, 2))
    assert all(not n.first.labels for n in name_axes(rewards, np.ones(20), [()] * 20))
    assert name_axes(np.zeros((0, 2)), np.zeros(0), []) == (
        *(2 * (name_axes(np.zeros((1, 1)), np.ones(1), [()]))),
    )


@pytest.mark.parametrize(
    ("count", "size", "total", "n"), [(3, 5, 8, 20), (0, 4, 4, 9), (5, 5, 5, 20)]
)
def test_the_tail_is_the_hypergeometric_one(count: int, size: int, total: int, n: int) -> None:
    ways = sum(
        comb(total, k) * comb(n - total, size - k) for k in range(count, min(size, total) + 1)
    )
    assert at_least(count, size, total, n) == pytest.approx(float(Fraction(ways, comb(n, size))))


def test_benjamini_and_hochberg_keep_all_below_the_last_step_that_holds() -> None:
    p = np.array([0.001, 0.04, 0.03, 0.9, 0.039])
    # thresholds .01 .02 .03 .04 .05: .03 and .039 fail theirs, .04 is the fourth and holds
    assert discoveries(p, 0.05).tolist() == [True, True, True, False, True]
    assert not discoveries(np.array([0.5, 0.9]), 0.05).any()
    assert discoveries(np.zeros((0, 3)), 0.05).shape == (0, 3)


def test_an_end_is_a_tenth_and_no_item_of_it_is_tied_with_one_outside() -> None:
    assert set(end_items(np.arange(300.0)).tolist()) == set(range(270, 300))
    assert len(end_items(np.arange(100.0))) == 20 and len(end_items(np.arange(20.0))) == 5
    assert set(end_items(np.repeat([1.0, 0.0], [7, 93])).tolist()) == set(range(7))
    assert len(end_items(np.zeros(100))) == 0
    assert len(end_items(np.repeat([1.0, 0.0], [3, 97]))) == 0
