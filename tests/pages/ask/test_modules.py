"""Who answers waits for few modules: the ask page reads the artifact and no models beside it.

Reading it checks that all of its parts fit together, those of other pages, too: what that loads is
loaded once, before the first visit.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
MOST_MODULES = 8  # of models, packages counted, beside those that check an artifact
CHECK = "import sys, models.soundness; print(*sys.modules)"

PROGRAM = """
import sys
from streamlit.testing.v1 import AppTest

app = AppTest.from_file("app.py", default_timeout=60).run()
app.button(key="start_button").click().run()
app.button(key="left").click().run()
assert not app.exception and "right" in [button.key for button in app.button]
print(*(name for name in sys.modules if name.split(".")[0] in ("models", "torch", "pandas")))
"""


def test_the_ask_page_loads_eight_modules_of_models(world: Path, database_url: str) -> None:
    environment = {
        **os.environ,
        "TENFOLD_ARTIFACTS": str(world),
        "TENFOLD_DATABASE_URL": database_url,
    }
    command = [sys.executable, "-c", PROGRAM]
    checking = subprocess.run(
        [sys.executable, "-c", CHECK], cwd=ROOT, capture_output=True, text=True
    )
    checks = {*checking.stdout.split()} - {"models", "models.datasets", "models.datasets.catalogue"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = [name for name in done.stdout.split() if name not in checks]
    assert "models.artifacts" in loaded
    assert len([name for name in loaded if name.split(".")[0] == "models"]) <= MOST_MODULES, loaded
    assert "torch" not in loaded
