"""What somebody sees who stands in line, and that the page comes once it is their turn."""

import pytest

from pages.components.service import process
from pages.components.service.admission import Admission


def test_who_stands_in_line_sees_their_place_and_then_the_page(
    open_app, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Admission()
    monkeypatch.setattr(process, "admission", door)
    door._n_inside = 10_000
    for n in range(2):
        door._place(f"before {n}")
    app = open_app()
    assert "number 3 in line" in "".join(html.value for html in app.get("html"))
    assert not app.button and door.n_in_line == 3
    door._n_inside = 0
    app = open_app()
    assert app.button(key="start_button") and door.n_in_line == 2
    assert door.n_inside == 0
