import pytest
from worlds import NASTY

from elicitation.recommendations.personal_list import Recommendation
from elicitation.recommendations.scores import Reason
from elicitation.sessions.events import SAME, Answered, Choice, pick, unknown
from elicitation.sessions.session import Judgement
from models.datasets.catalogue import Catalogue
from pages.components.items import listing, reasons, titles

TITLES = ("Alien", "Notting Hill (Working Title)", *NASTY, "Heat")
CATALOGUE = Catalogue(
    keys=tuple(f"k{n}" for n in range(len(TITLES))),
    titles=TITLES,
    years=(1979,) * len(TITLES),
    genres=(("Drama",),) * len(TITLES),
    images=("",) * len(TITLES),
    descriptions=("",) * len(TITLES),
)
CHOICE = Answered(0, ("k0", "k1"), pick("k0"))


def a_pick(item, climbed=0, reasons=()):
    return Recommendation(
        item, climbed, tuple(Reason(answer, 0.5) for answer in reasons), 0.7, 0.6, 0.8
    )


NAMED = Answered(0, ("k0", "k6"), Choice("named", ("k0", "k6")), None, "named")
MANY = tuple(f"k{n}" for n in range(11, 20))
TAPPED = Answered(0, MANY, Choice("taps", MANY[:5], MANY[5:6]), None, "taps")
NOTHING = Answered(0, ("k0", "k1", "k6"), Choice("taps", (), ("k1",)), None, "taps")


def title(key):
    return titles.title_of(CATALOGUE)(key)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([CHOICE], "because you chose Alien over Notting Hill"),
        (
            [CHOICE, Answered(1, ("k6", "k0"), pick("k6"))],
            "because you chose Alien over Notting Hill, and Heat over Alien",
        ),
        (
            [Answered(0, ("k0", "k6"), SAME)],
            "because Alien and Heat are about the same to you",
        ),
        ([Answered(0, ("k0", "gone"), unknown("gone"))], "because you do not know gone"),
        ([], "what most people like"),
        ([NAMED], "because you named Alien and Heat"),
        ([TAPPED], "because you tapped k11, k12, k13 and 2 more"),
        ([Judgement("k6", "liked")], "because you liked Heat"),
        (
            [CHOICE, Judgement("k6", "disliked")],
            "because you chose Alien over Notting Hill, and you didn’t like Heat",
        ),
        ([NOTHING], "because you passed over Alien and Heat"),
        (
            [CHOICE, NAMED],
            "because you chose Alien over Notting Hill, and you named Alien and Heat",
        ),
        (
            [Answered(0, ("k0", "k6"), Choice("both"), None, "pair")],
            "because you tapped Alien and Heat",
        ),
        (
            [Answered(0, ("k0", "k6"), Choice("best_worst", ("k6", "k0")), None, "best_worst")],
            "because you liked Heat best and Alien least",
        ),
    ],
)
def test_reasons_are_sentences_about_what_was_said(answers, sentence):
    assert reasons.because(answers, title) == sentence


def test_the_live_list_marks_what_moved_and_says_why_what_rose_did():
    shown = [a_pick(0, 3, [CHOICE]), a_pick(6, None, [CHOICE]), a_pick(1, -2, [CHOICE])]
    page = listing.live_list(CATALOGUE, shown, "Your list")
    rows = page.split("<li")[1:]
    assert "▲3" in rows[0]
    assert "up 3" in rows[0]
    assert "new" in rows[1]
    assert "▼2" in rows[2]
    assert ["because you chose" in row for row in rows] == [True, True, False]


def test_of_many_risers_only_the_highest_climbers_explain_themselves():
    shown = [a_pick(n % 7, n, [CHOICE]) for n in range(1, 8)]
    page = listing.live_list(CATALOGUE, shown, "Your list")
    assert page.count("because you chose") == listing.N_EXPLAINED
    assert "because you chose" not in page.split("<li")[1]


def test_the_list_can_be_read_without_eyes():
    page = listing.live_list(CATALOGUE, [a_pick(0, 3), a_pick(6, -1)], "Your list")
    assert 'role="status"' in page
    assert "First is Alien. Moved up: Alien." in page
    assert "70% match, likely 60% to 80%" in page


@pytest.mark.parametrize("item", range(2, 6))
def test_titles_are_escaped_in_every_list(item):
    shown = [a_pick(item, 1, [Answered(0, (f"k{item}", "k0"), pick(f"k{item}"))])]
    for page in (
        listing.live_list(CATALOGUE, shown, "Your list"),
        listing.full_list(CATALOGUE, shown),
    ):
        assert "<script" not in page
        assert "<img src=x" not in page


def test_an_item_without_a_reason_is_the_crowds():
    assert "What most people like." in listing.full_list(CATALOGUE, [a_pick(0)])
