import pytest

from benchmarks.latency import GAINS, N_ANSWERS, Times, play, world


@pytest.mark.parametrize("policy", GAINS, ids=lambda policy: policy.name)
def test_a_played_session_times_every_step_and_both_searches_agree(policy):
    times = Times()
    play(world(120, 0), policy, 0, times)
    assert len(times.step) == len(times.search) == N_ANSWERS
    assert len(times.brute_force) == len(times.gaps) == 3
    assert max(times.gaps) <= 1e-9
