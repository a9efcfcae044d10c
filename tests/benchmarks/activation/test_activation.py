from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.stats import ttest_1samp

from benchmarks.activation import __main__ as activation
from benchmarks.activation.twins import (
    END,
    LAST,
    LOSS,
    UNTRAINED,
    Twin,
    partial_slope,
    permuted_slope,
    slope,
    turning,
    unseen_gap,
)
from benchmarks.activation.verdicts import (
    INCONCLUSIVE,
    NOT_REPRODUCED,
    REPRODUCED,
    Hypothesis,
    interval,
    together,
    verdict,
    verdict_rows,
)
from models.activation.task import LONG, ActivationWorldSize, activation_world
from models.activation.training import ActivationTraining

SIZE = ActivationWorldSize(
    n_entities=40, n_base_relations=6, n_rules=8, n_per_exposure=20, n_held_out=40
)
NAME = "top-5% energy"


def planted(effect: float, held: float = 0.0, seed: int = 0, noise: float = 0.002):
    """Two networks that know nothing but the effect of log4 exposure, and of being held out."""
    twins = []
    rng = np.random.default_rng(seed)
    own = rng.normal(0.3, 0.05, 500)  # what a fact is like in any network
    for mirrored in (False, True):
        world = activation_world(SIZE, 0, mirrored)
        n = len(world.facts)
        shown = np.where(world.exposure > 0, np.log(np.maximum(world.exposure, 1)) / np.log(4), 0)
        found = {
            (LAST, NAME, 0): own[:n] + rng.normal(0, noise, n),
            (LAST, NAME, 10): own[:n]
            + 0.1 * mirrored
            + effect * shown
            + held * (world.exposure == 0)
            + rng.normal(0, noise, n),
            ("answer", LOSS, 10): 2.0 - 0.5 * shown + rng.normal(0, 0.1, n),
        }
        twins.append(Twin(world, found))
    return tuple(twins)


def test_a_planted_effect_of_exposure_is_found_and_only_where_it_is() -> None:
    """Facts differ by 0.05 and networks by 0.1; comparing a fact with itself removes both."""
    pair = planted(-0.003)
    # standard error: 0.002 * sqrt 2 / sqrt(80 facts * mean square of the steps, 5) = 1.4e-4
    assert slope(pair, LAST, NAME, END) == pytest.approx(-0.003, abs=5e-4)
    assert slope(pair, LAST, NAME, UNTRAINED) == pytest.approx(0.0, abs=5e-4)
    control = [permuted_slope(pair, LAST, NAME, seed) for seed in range(20)]
    assert abs(np.mean(control)) < 0.001 and np.abs(control).max() < 0.003


def test_what_the_loss_explains_is_taken_out() -> None:
    pair = planted(0.0)
    for twin in pair:  # the statistic follows the loss alone
        twin.found[LAST, NAME, 10] = 0.3 + 0.02 * twin.found["answer", LOSS, 10]
    assert slope(pair, LAST, NAME, END) == pytest.approx(-0.01, abs=0.001)
    assert partial_slope(pair, LAST, NAME, END) == pytest.approx(0.0, abs=1e-9)


def test_unseen_facts_are_compared_with_seen_ones_of_their_relation() -> None:
    pair = planted(0.0, held=0.02, noise=0.0)
    for twin in pair:  # a relation that is odd as a whole must not matter
        odd = twin.world.facts[:, 1] == twin.world.facts[twin.world.exposure == 0][0, 1]
        for key in ((LAST, NAME, 10), (LAST, NAME, 0)):
            twin.found[key] = np.where(odd, 0.9, 0.3) + (
                twin.found[key] - twin.found[LAST, NAME, 0]
            )
    assert unseen_gap(pair, LONG, NAME, END) == pytest.approx(0.02, abs=1e-9)


def test_a_peak_is_sought_in_the_other_graphs() -> None:
    time = np.linspace(0, 1, 11)
    curves = 0.26 + 0.03 * np.sin(np.pi * time) + np.zeros((5, 1))
    rises, falls, peaks = turning(curves, 1)
    np.testing.assert_allclose(rises, 0.03)
    np.testing.assert_allclose(falls, -0.03)
    np.testing.assert_allclose(peaks, 0.5)
    # noise alone gives no rise: its largest value in the others is nothing special in a graph
    noise = np.random.default_rng(0).normal(0.0, 1.0, (2000, 11))
    rises = np.concatenate([turning(noise[i : i + 5], 1)[0] for i in range(0, 2000, 5)])
    assert abs(rises.mean()) < 4 * rises.std() / np.sqrt(len(rises))


def test_the_interval_is_students() -> None:
    values = np.array([0.1, 0.3, -0.2, 0.4, np.nan])
    known = ttest_1samp(values[:4], 0.0).confidence_interval(0.95)
    assert interval(values) == pytest.approx((0.15, known.low, known.high))
    with pytest.raises(ValueError, match="two units"):
        interval(np.array([1.0, np.nan]))


@pytest.mark.parametrize(
    ("effect", "control", "beyond", "expected"),
    [
        ((2, 1, 3), (0, -1, 1), (2, 1, 3), REPRODUCED),
        ((2, 1, 3), None, None, REPRODUCED),
        ((2, -1, 5), (0, -1, 1), (2, 1, 3), INCONCLUSIVE),
        ((-2, -3, -1), (0, -1, 1), (-2, -3, -1), NOT_REPRODUCED),
        ((2, 1, 3), (2, 1, 3), (0, -1, 1), NOT_REPRODUCED),  # the control does the same
        ((2, 1, 3), (1, -3, 5), (1, -2, 4), INCONCLUSIVE),  # the control is too uncertain
        ((2, 1, 3), (6, 5, 7), (-4, -5, -3), NOT_REPRODUCED),
    ],
)
def test_verdicts(effect, control, beyond, expected) -> None:
    assert verdict(effect, 1, control, beyond) == expected
    turned = [x and (-x[0], -x[2], -x[1]) for x in (effect, control, beyond)]
    assert verdict(turned[0], -1, turned[1], turned[2]) == expected


def test_both_statistics_must_agree_and_rank_counts_the_other_way() -> None:
    rng = np.random.default_rng(3)
    up, nothing = rng.normal(1.0, 0.2, 20), rng.normal(0.0, 0.2, 20) - 0.01
    sparser = Hypothesis("h", "it gets sparser", True)
    rows = verdict_rows(
        sparser, {NAME: up, "effective rank": -up}, {NAME: nothing, "effective rank": nothing}
    )
    assert [row["verdict"] for row in rows] == [REPRODUCED] * 2
    assert [row["expected"] for row in rows] == ["above 0", "below 0"]
    rows = verdict_rows(sparser, {NAME: up, "effective rank": up})
    assert {row["verdict"] for row in rows} == {NOT_REPRODUCED}
    assert together({"a": REPRODUCED, "b": INCONCLUSIVE}) == INCONCLUSIVE


def test_a_stopped_run_goes_on_with_the_networks_it_finds(tmp_path: Path, monkeypatch) -> None:
    torch.set_num_threads(1)
    training = ActivationTraining(n_layers=1, n_heads=1, per_head=16, n_checkpoints=3, n_asked=5)
    small = replace(SIZE, n_per_exposure=8)
    monkeypatch.setitem(activation.SCALES, "small", (small, training))
    whole = activation.pairs_of("small", 2, False, tmp_path)
    assert len(list(tmp_path.glob("*.npz"))) == 4
    (tmp_path / "activation-small-1-mirrored.npz").unlink()
    kept = (tmp_path / "activation-small-0-plain.npz").stat().st_mtime_ns
    again = activation.pairs_of("small", 2, False, tmp_path)
    assert (tmp_path / "activation-small-0-plain.npz").stat().st_mtime_ns == kept
    for one, other in zip(whole[1], again[1], strict=True):
        for key, values in one.found.items():
            np.testing.assert_array_equal(values, other.found[key])
    rows = activation.rows_of(again, [], 16, activation.layer_names(1))
    assert {"exposure", "unseen: hard", "training: rise", "untrained"} <= {
        row.get("hypothesis") for row in rows
    }
