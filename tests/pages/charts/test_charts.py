import numpy as np
import pytest

from elicitation.explanations.belief_steps import BeliefStep
from elicitation.sessions.events import Answered, pick
from pages.components.belief import step_charts, story

ANSWER = Answered(0, ("a", "b"), pick("a"))
LESSONS = tuple(
    BeliefStep(
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


NAMES = ("loud", "<b>old</b>")


def test_every_row_shares_the_axis_of_steps_and_has_room_of_its_own():
    figure = step_charts.steps(LESSONS, NAMES)
    assert {trace.xaxis for trace in figure.data} == {"x"}
    assert (figure.layout.hoversubplots, figure.layout.hovermode) == ("axis", "x")
    used = sorted({trace.yaxis for trace in figure.data}, key=lambda name: int(name[1:] or 1))
    assert len(used) == 5
    domains = [figure.layout["yaxis" + name[1:]].domain for name in used]
    assert all(0.0 <= low < high <= 1.0 for low, high in domains)
    assert all(low > below for (low, _), (_, below) in zip(domains, domains[1:], strict=False))
    assert figure.layout.annotations[4].text == "<b>&lt;b&gt;old&lt;/b&gt;</b>"


@pytest.mark.parametrize("base", [0, 1])
def test_an_interval_shows_mean_and_band_of_its_base(base):
    _, (band, line), _ = step_charts.interval(LESSONS, base, "name")
    assert list(line.y) == pytest.approx([lesson.mean[base] for lesson in LESSONS])
    assert list(band.y[:4]) == pytest.approx([lesson.high[base] for lesson in LESSONS])
    assert list(band.y[:3:-1]) == pytest.approx([lesson.low[base] for lesson in LESSONS])


def test_all_intervals_share_a_scale_that_holds_every_interval():
    ends = {step_charts.interval(LESSONS, base, "name").ends for base in (0, 1)}
    assert len(ends) == 1
    low, high = ends.pop()
    assert low < min(lesson.low.min() for lesson in LESSONS)
    assert high > max(lesson.high.max() for lesson in LESSONS)


def test_what_is_unsure_starts_before_the_first_question():
    rows = {t.name: t for t in step_charts.steps(LESSONS, NAMES).data if t.name}
    assert list(rows["trace"].x) == [0, 1, 2, 3] and list(rows["trace"].y) == [4.0, 3.0, 2.0, 1.0]
    assert list(rows["log-determinant, nats"].y) == [0.0, -1.0, -2.0, -3.0]


def test_expected_stands_beside_gained_for_each_question():
    expected, gained = step_charts.worth(LESSONS).traces
    assert (expected.name, gained.name) == ("expected", "gained")
    assert list(expected.x) == list(gained.x) == [1, 2, 3]
    assert list(expected.y) == [0.2, 0.2, 0.2]
    assert list(gained.y) == pytest.approx([0.1, 0.2, 0.3])


def test_before_the_first_answer_there_is_a_figure_too():
    figure = step_charts.steps(LESSONS[:1], NAMES)
    assert len(figure.data) == 8 and list(figure.data[0].x) == []


def test_the_story_tells_how_much_uncertainty_is_left_and_by_which_answer():
    left = story.uncertainty_left(LESSONS)
    assert left == [1.0, 0.75, 0.5, 0.25]
    figure = story.curve(left, ["", "You chose a over b.", "x" * 60, "c " * 40])
    (line,) = figure.data
    assert list(line.y) == left and list(line.x) == [0, 1, 2, 3]
    assert line.text[1] == "You chose a over b." and line.text[3].count("<br>") == 1
    low, high = figure.layout.xaxis.range
    assert low < 0.0 and high > 3.0, "the last dot is seen whole"
