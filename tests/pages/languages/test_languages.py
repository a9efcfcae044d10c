"""Every language says everything, and says it in its own words."""

import inspect
import re

import pytest

from elicitation.sessions.session import SAME, Answered, pick, unknown
from models.datasets.catalogue import Words
from pages.components.app import i18n as strings
from pages.components.languages import english

OTHERS = [module for name, (_, module) in strings.LANGUAGES.items() if name != "en"]
SHARE = {"data": "x", "taken up": "liked", "people": 9, "items": 8, "q50": 0.1, "under 1 %": 0.2}
SAME_EVERYWHERE = {"APP", "PICTURE_FILE", "FILTER"}


def names(module) -> dict[str, object]:
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and getattr(value, "__module__", module.__name__) == module.__name__
        and (name.isupper() or inspect.isfunction(value))
    }


def fields(text: str) -> set[str]:
    return set(re.findall(r"(?<!%){(\w+)}", text))


@pytest.mark.parametrize("module", OTHERS)
def test_the_same_names_of_the_same_kind(module) -> None:
    ours, theirs = names(english), names(module)
    assert ours.keys() == theirs.keys()
    for name, value in ours.items():
        assert type(theirs[name]) is type(value), name
        if inspect.isfunction(value):
            assert inspect.signature(theirs[name]) == inspect.signature(value), name
        elif isinstance(value, str):
            assert fields(theirs[name]) <= fields(value), name
            assert theirs[name] != value or name in SAME_EVERYWHERE, name
        elif isinstance(value, dict) and name not in ("WORDS", "GENRE_NAMES"):
            assert theirs[name].keys() == value.keys(), name


@pytest.mark.parametrize("module", [english, *OTHERS])
def test_every_sentence_can_be_said(module) -> None:
    words = module.words(Words())
    title = str.upper
    answers = [
        Answered(0, ("a", "b"), pick("a")),
        Answered(1, ("c", "d"), SAME),
        Answered(2, ("e", "f"), unknown("e", "f")),
    ]
    said = [
        module.start_title(words), module.start_text(words), module.which(words),
        module.unseen(words), module.unseen(words, 2), module.unseen(words, 4),
        module.progress(3, 10), module.progress(10, 10), module.answered(1), module.answered(2),
        module.moved(None), module.moved(0), module.moved(2), module.moved(-1),
        module.match(0.5, 0.4, 0.6), module.picks_intro(words, 9061), module.sure(0.8, 10),
        module.axis("A rather than B", True), module.axis("A rather than B", False),
        module.axis("odd", True), module.axis("odd", False), module.more("X"), module.pulls(-1.0),
        module.place("A rather than B", 1.0, 0.5, 1.5), module.place("A", -1.0, -2.0, 0.2),
        module.place("A", 0.1, -1.0, 1.0), module.invited("ABCDE"), module.shared_intro(1),
        module.card_heading(words, 5), module.match_legend(words), module.match_short(0.7),
        module.because([], title), module.because(answers, title), *module.people([True, False]),
        module.summary(["X"], ["Y"]), module.summary([], []), module.unknown_policy("x", ["y"]),
        module.renewed_by("models", "movielens"), module.not_measured("models", "movielens"),
        module.wait(1), module.wait(30), module.not_listed("a@b.org"), module.not_listed(""),
        module.to_room("ABCDE"), module.round_number(2), module.round_begun(2),
        module.room_map(1, "A", "B"), module.room_map(9, "A", "B"), module.character("horror"),
        module.pace("slow"), module.thinks("X"), module.their_list(0), module.their_list(3),
        *(module.says("X", answer, title) for answer in answers),
        module.run_first("pooling"), module.renewed("pooling"), module.shares([SHARE]),
        module.pooled("exact", 5, {"none": 1.0, "partial": 0.5}),
        module.whole(16_384), module.collision_intro(20_000), module.who_pays(0.0, 0.3, 0.3, 0.4),
        module.collided(9, 20, (0.7, 0.7), (0.4, 0.4), [0.6]), module.who_pays(1.0, 0.7, 0.0, 0.1),
        module.activation_layer("layer 3"), module.activation_place("layer 3"),
        module.activation_try("layer 3", ""),
        module.activation_try("layer 3", "last token"),
        module.policy("random"), module.policy("new"), module.lab_measure("top_10_regret"),
        module.lab_progress(1, 9, True),
        module.lab_progress(1, 9, False), module.lab_progress(9, 9, False), module.lab_found(30),
        module.lab_needed_head("X", 10), module.lab_needed(3.0, 2.0, float("inf"), 20),
        module.lab_power("A", "B", None), module.lab_power("A", "B", 1234),
        module.lab_truth("X", 0.9), module.lab_regret(0.5, 0.25),
    ]  # fmt: skip
    assert all(text and "{" not in text and "None" not in text for text in said)
    assert module.axis("A rather than B", True) != module.axis("A rather than B", False)


def test_without_a_visitor_it_is_english() -> None:
    assert strings.language() == "en" and strings.UNDO == english.UNDO
    with pytest.raises(AttributeError):
        strings.NO_SUCH_WORD  # noqa: B018
