"""Where answers were not seen to help, the app says so."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from worlds import save_world

from models.artifacts import load_artifact, save_artifact

SAID = "answers did not make the lists of test persons better"


@pytest.fixture(scope="module", params=[True, False])
def tells(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(scope="module")
def world(tells: bool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny world, by a fit that says whether answers help."""
    folder = save_world(tmp_path_factory.mktemp("told"))
    found = load_artifact(folder)
    content = {**found.manifest["content"], "answers_tell": tells}
    save_artifact(folder, found.catalogue, dict(found.tensors), content, {"seed": 11})
    return folder


@pytest.mark.parametrize("page", ["pages/picks.py", "pages/lab.py"])
def test_the_app_and_the_lab_say_that_answers_do_not_help(
    open_app: Callable[..., AppTest], tells: bool, page: str
) -> None:
    app = open_app()
    app.button(key="start_button").click().run()
    app.switch_page(page).run()
    if "passphrase" in [field.key for field in app.text_input]:
        app.text_input(key="passphrase").input("correct horse battery staple")
        next(b for b in app.button if b.label == "Enter").click().run()
    words = "\n".join(element.proto.body for element in app.get("html"))
    assert not app.exception
    assert (SAID in words) is not tells
