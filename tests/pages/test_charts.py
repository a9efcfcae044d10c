import numpy as np
import pytest

from elicitation.lessons import Lesson
from elicitation.session import Answered, pick
from pages.components import charts

ANSWER = Answered(0, ("a", "b"), pick("a"))
LESSONS = tuple(
    Lesson(
        answer=ANSWER if n else None,
        expected=0.2 * (n > 0),
        realised=0.1 * n,
        log_det=-float(n),
        trace=4.0 - n,
        mean=np.array([0.1 * n, -0.2 * n]),
        low=np.array([0.1 * n - 1.0, -0.2 * n - 1.0]),
        high=np.array([0.1 * n + 1.0, -0.2 * n + 1.0]),
    )
    for n in range(4)
)


@pytest.mark.parametrize("base", [0, 1])
def test_an_interval_panel_shows_mean_and_band_of_its_base(base):
    band, line = charts.interval(LESSONS, base).data
    assert list(line.y) == pytest.approx([lesson.mean[base] for lesson in LESSONS])
    assert list(band.y[:4]) == pytest.approx([lesson.high[base] for lesson in LESSONS])
    assert list(band.y[:3:-1]) == pytest.approx([lesson.low[base] for lesson in LESSONS])


def test_all_interval_panels_share_a_scale_that_holds_every_interval():
    ranges = {charts.interval(LESSONS, base).layout.yaxis.range for base in (0, 1)}
    assert len(ranges) == 1
    low, high = ranges.pop()
    assert low < min(lesson.low.min() for lesson in LESSONS)
    assert high > max(lesson.high.max() for lesson in LESSONS)


def test_entropy_starts_before_the_first_question():
    line, trace = charts.entropy(LESSONS).data
    assert list(trace.y) == [4.0, 3.0, 2.0, 1.0]
    assert list(line.x) == [0, 1, 2, 3]
    assert list(line.y) == [0.0, -1.0, -2.0, -3.0]


def test_information_stands_promised_beside_given_for_each_question():
    promised, given = charts.information(LESSONS).data
    assert (promised.name, given.name) == ("promised", "given")
    assert list(promised.x) == list(given.x) == [1, 2, 3]
    assert list(promised.y) == [0.2, 0.2, 0.2]
    assert list(given.y) == pytest.approx([0.1, 0.2, 0.3])


def test_before_the_first_answer_there_are_charts_too():
    assert charts.interval(LESSONS[:1], 0).data
    assert list(charts.information(LESSONS[:1]).data[0].x) == []
