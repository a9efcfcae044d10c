"""A few inputs of every entry; `python tests/fuzz.py` tries as many as one likes."""

import sys

import pytest

from models.settings import ROOT

sys.path.append(str(ROOT / "tests"))  # where the package fuzz lies

from fuzzing.running import AT_SERVER, BY_FUNCTION, run_at_server, run_function

N, N_AT_SERVER = 60, 12


@pytest.mark.parametrize("name", BY_FUNCTION)
def test_nothing_goes_wrong_with_an_input(name: str) -> None:
    found = run_function(name, N, seed=1, watched=False)
    assert not found.wrong, found.line()


@pytest.mark.parametrize("name", AT_SERVER)
def test_nothing_goes_wrong_at_a_server(name: str) -> None:
    found = run_at_server(name, N_AT_SERVER, seed=1)
    assert not found.wrong, found.line()
