"""Every page, dialog and state of the app, by address and presses: for eyes and for axe.

The sessions in the addresses are those of ``planted``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playwright.sync_api import Page

from looks.planted import SCREENS

Step = Callable[[Page], None]
ARRIVED = (  # one of these is there when a page is
    ".live, .pick, .wall, .notice, .axis, .consent, .figures, .stForm, .stAlert, .person, "
    ".st-key-research, .person, .js-plotly-plot .main-svg, .st-key-asking h1"
)


@dataclass(frozen=True)
class View:
    """``path`` below the server's address; ``steps`` lead from there to what is shown.

    ``new``: to be seen by a browser that owns no session and has not been let in as a researcher.
    """

    name: str
    path: str
    steps: tuple[Step, ...] = ()
    new: bool = False


def press(selector: str) -> Step:
    return partial(_press, selector)


def _press(selector: str, page: Page) -> None:
    page.locator(selector).first.click()
    page.wait_for_timeout(300)  # what opens has opened


def button(key: str) -> str:
    return f".st-key-{key} button"


def closer(page: Page) -> None:
    """All about the first pick, whose entry is a button behind its words."""
    page.locator('html[data-gestures="on"]').wait_for(state="attached")
    page.locator(".pick .more").first.dispatch_event("click")
    page.locator(".stDialog .facts").wait_for()


VIEWS = (  # the new ones first: one browser can look at all in this order
    View("start", "/", new=True),
    View("start-code", "/", (press(button("moved")),), new=True),
    View("bring", "/", (press(button("bring")),), new=True),
    View("picks-none", "/picks", new=True),
    View("together-none", "/together", new=True),
    View("signin", "/lab", new=True),
    View("ask", "/?s=asking"),
    View("keys", "/?s=asking", (press(button("help")),)),
    View("four", "/?s=four"),
    *(View(name, f"/?s={name}") for name in SCREENS),
    View("ready", "/?s=done"),
    View("unknown", "/?s=unknown"),
    View("again", "/"),
    View("picks", "/picks?s=marked"),
    View("why", "/picks?s=done", (closer,)),
    *(
        View(f"picks-{key}", "/picks?s=done", (press(button(key)),))
        for key in ("tune", "share", "take_home", "move", "my_data")
    ),
    View("taste", "/taste?s=done"),
    View("taste-all", "/taste?s=done", (press(".st-key-more_axes label"),)),
    View("together", "/together?s=done"),
    View("group", "/together?s=marked"),
    View("shared", "/shared?p=PICKS"),
    View("shared-none", "/shared?p=NONE"),
    View("research", "/research"),
    View("learned", "/uncertainty?s=done"),
    View("models", "/models"),
    View("sparse-data", "/sparsity?part=data"),
    View("sparse-activations", "/sparsity?part=activation"),
    View("consent", "/?study=STUDY&participant=somebody-new"),
    View("study-asks", "/?study=STUDY&participant=person-11"),
    View("study-done", "/?study=STUDY&participant=person-0"),
    View("study-wrong", "/?study=NONE&participant=somebody"),
    View("studies", "/studies"),
    View("study", "/studies?id=STUDY"),
    View("lab", "/lab"),
    View("present", "/present"),
    View("wall", "/present?room=PARTY"),
    View("stage", "/present", (press(button("begin")),)),
)


def go(page: Page, url: str, view: View) -> None:
    """The view as it is to be seen; raises playwright's TimeoutError if it does not come."""
    page.goto(url + view.path)
    page.locator(ARRIVED).filter(visible=True).first.wait_for()
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
    for step in view.steps:
        step(page)
