"""A recommender in one file and one line of the table: fitted, kept, in the menu, learned online.

The table is the real one with one more line; everything else is the app as it ships.
"""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from pure_svd import PURE_SVD_SPEC
from rich.console import Console

from elicitation.sessions.database import Database
from elicitation.sessions.store import EventStore
from models.artifacts import load_artifact
from models.datasets.reading.folder import load_folder
from models.online_learning.follower import Follower
from models.online_learning.state import Rules
from models.recommenders.table import RECOMMENDERS, served_priors
from models.train import train

N_ITEMS, N_PEOPLE = 40, 40
NEW = "new"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of 40 people who like the even or the odd ones of 40 films."""
    folder = tmp_path / "camps"
    folder.mkdir()
    rng = np.random.default_rng(0)
    titles = [f"film{n},Film {n}" for n in range(N_ITEMS)]
    (folder / "items.csv").write_text("\n".join(["key,title", *titles]) + "\n")
    rows = [
        f"user{person},film{item},{rng.choice([4, 5] if item % 2 == person % 2 else [1, 2])}"
        for person in range(N_PEOPLE)
        for item in range(N_ITEMS)
        if rng.random() < 0.6
    ]
    (folder / "interactions.csv").write_text("\n".join(["user,item,rating", *rows]) + "\n")
    return folder


def test_a_line_in_the_table_brings_a_recommender_everywhere(
    data: Path, tmp_path: Path, open_app, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RECOMMENDERS, "pure_svd", PURE_SVD_SPEC)
    folder = tmp_path / "artifact"
    train(load_folder(data), folder, 0, Console(quiet=True))

    fitted = load_artifact(folder)
    assert set(fitted.priors) == set(served_priors()) and "pure_svd" in fitted.priors
    assert {"PureSVD, full history", "Mult-VAE, full history"} <= {
        name.removeprefix("ndcg_100: ") for name in fitted.manifest["about"]["metrics"]
    }
    model = fitted.read(PURE_SVD_SPEC.load)
    assert model is not None and model.directions.shape == (fitted.basis.n_items, 3)

    monkeypatch.setenv("TENFOLD_ARTIFACTS", str(folder))
    app = open_app().button(key="start_pairs").click().run()
    app.button(key="left").click().run()
    app.switch_page("pages/picks.py").run()
    menu = app.selectbox(key="prior")
    assert "singular vectors (PureSVD)" in menu.options
    menu.select("pure_svd").run()
    assert not app.exception and app.selectbox(key="prior").value == "pure_svd"

    with closing(Database(database_url)) as database:
        follower = Follower(folder, EventStore(database), data, Rules(item_sightings=1))
        follower.begin(0.0)
        rows = [f"later{n},{item},5" for n in range(20) for item in (f"film{2 * n}", NEW)]
        with (data / "items.csv").open("a") as stream:
            stream.write(f"{NEW},New film\n")
        with (data / "interactions.csv").open("a") as stream:
            stream.write("\n".join(rows) + "\n")
        assert follower.poll(1.0) == len(rows) + 1, "the answer of the tab above too"
    now = load_artifact(folder)
    assert now.catalogue.titles[-1] == "New film" and "pure_svd" in now.priors
    grown = now.read(PURE_SVD_SPEC.load)
    assert grown is not None and len(grown.directions) == now.basis.n_items
    n_old = fitted.basis.n_items
    np.testing.assert_array_equal(grown.directions[:n_old], model.directions)
    assert not np.allclose(now.priors["pure_svd"].shifts[:n_old], fitted.priors["pure_svd"].shifts)
    app.switch_page("pages/picks.py").run()
    assert not app.exception and app.selectbox(key="prior").value == "pure_svd"
