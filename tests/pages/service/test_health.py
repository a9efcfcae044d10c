"""The probes of whoever runs the server, against a real one."""

import shutil
import time
from contextlib import closing

import pytest
from probes import probed
from servers import Server

from pages.components.service.health import FRESH_S


@pytest.mark.slow
@pytest.mark.parametrize("fate", ["database removed", "database replaced"])
def test_a_server_that_could_keep_no_answer_is_alive_and_not_ready(world, tmp_path, fate):
    file = tmp_path / "s.sqlite3"
    with closing(Server(world, f"sqlite:///{file}", tmp_path / "log")) as server:
        assert probed(server, "/healthz") == (200, "alive\n")
        assert probed(server, "/readyz") == (200, "ready\n")
        if fate == "database removed":
            file.unlink()
        else:
            shutil.copy(file, tmp_path / "copy")
            (tmp_path / "copy").replace(file)
        time.sleep(1.1 * FRESH_S)
        assert probed(server, "/healthz")[0] == 200
        status, body = probed(server, "/readyz")
        assert status == 503 and str(tmp_path) not in body
        assert "Not ready" in (tmp_path / "log").read_text()


@pytest.mark.slow
def test_a_server_without_models_is_not_ready(tmp_path):
    empty = tmp_path / "artifacts"
    empty.mkdir()
    url = f"sqlite:///{tmp_path}/s.sqlite3"
    with closing(Server(empty, url, tmp_path / "log")) as server:
        assert probed(server, "/healthz")[0] == 200
        assert probed(server, "/readyz")[0] == 503
