"""The one process that this is: its figures, its tabs, its door, and its way out."""

from starlette.routing import Route

from pages.components.service import metrics as figures
from pages.components.service.admission import Admission
from pages.components.service.drain import Drain
from pages.components.service.first_look import FirstLooks
from pages.components.service.metrics import Metrics
from pages.components.service.tabs import Tabs

metrics = Metrics()
tabs = Tabs(metrics.clicked)
admission = Admission()
first_looks = FirstLooks()
drain = Drain(tabs)


def gauges() -> dict[str, float]:
    """What stands at this moment, by name."""
    return {
        "tenfold_people": len(tabs),
        "tenfold_people_waiting": tabs.n_waiting,
        "tenfold_turns_waiting": admission.n_inside,
        "tenfold_line": admission.n_in_line,
        "tenfold_leaving": int(drain.has_begun),
    }


def routes() -> list[Route]:
    """The page of figures."""
    return [figures.route(metrics, gauges)]
