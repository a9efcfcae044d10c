"""Chips of tonight: what each lets through, what is offered and on view, one press to clear."""

from dataclasses import replace

import numpy as np
import pytest

from models.datasets.catalogue import Catalogue
from pages.components.picks.tonight import LEAST_ITEMS, chips, fitting, refusable

N = 120
GENRES = (("Comedy", "Children"), ("Horror", "Children"), ("Drama", "quirky"), ("Documentary",))
CATALOGUE = Catalogue(
    keys=tuple(f"k{n}" for n in range(N)),
    titles=tuple(f"T{n}" for n in range(N)),
    years=tuple(0 if n < 2 else 1960 + n // 2 for n in range(N)),
    genres=tuple(GENRES[n % 4] for n in range(N)),
    images=("",) * N,
    descriptions=("",) * N,
    durations=tuple(0 if n == 1 else 80 + n for n in range(N)),
    warnings=tuple(("blood",) if n == 4 else () for n in range(N)),
)
CHIPS = {chip.key: chip for chip in chips(CATALOGUE)}


def test_unknown_values_fit_no_chip_of_length_or_time():
    assert not CHIPS["short"].fits[1] and CHIPS["short"].fits[0]
    assert not any(CHIPS[key].fits[0] for key in ("recent", "classic"))
    assert CHIPS["short"].label == "up to 1 h 40 min"


def test_for_children_is_neither_frightening_nor_warned_of():
    assert np.flatnonzero(CHIPS["family"].fits).tolist() == [n for n in range(0, N, 4) if n != 4]


def test_what_few_items_fit_is_not_offered():
    few = replace(CATALOGUE, durations=(), genres=(("Comedy",),) * (LEAST_ITEMS - 1) + ((),) * 109)
    assert {chip.key for chip in chips(few)} == {"recent", "classic"}
    assert refusable(few) == ()


def test_moods_widen_and_other_wishes_narrow():
    light, think = CHIPS["light"], CHIPS["thoughtful"]
    both = fitting(CATALOGUE, [light, think], [])
    assert both is not None and both.sum() == light.fits.sum() + think.fits.sum()
    short = fitting(CATALOGUE, [light, think, CHIPS["short"]], ["Documentary"])
    assert short is not None and (short <= (light.fits & CHIPS["short"].fits)).all() and short.any()
    assert fitting(CATALOGUE, [], []) is None


@pytest.fixture
def picks(open_app):
    app = open_app()
    app.button(key="start_button").click().run()
    app.button(key="left").click().run()
    (name,) = (
        {*app.query_params["s"]}
        if isinstance(app.query_params["s"], list)
        else {app.query_params["s"]}
    )
    return open_app("pages/picks.py", s=name)


def listed(page) -> str:
    return " ".join(str(block.proto.body) for block in page.get("html"))


def test_chips_change_the_list_say_so_and_are_cleared_at_once(picks):
    assert "Horror" in listed(picks)
    assert "tonight_clear" not in {button.key for button in picks.button}
    picks.button_group(key="tonight").set_value(["light"]).run()
    assert "Horror" not in listed(picks) and "Comedy" in listed(picks)
    picks.button_group(key="not_tonight").set_value(["Comedy"]).run()
    assert "Nothing matches these filters" in listed(picks)
    clear = picks.button(key="tonight_clear")
    assert clear.label == "Only Light-hearted and no Comedy: show all again"
    clear.click().run()
    assert "Horror" in listed(picks)
