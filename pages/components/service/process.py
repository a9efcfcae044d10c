"""The one process that this is: its tabs, its door, and its way out."""

from pages.components.service.admission import Admission
from pages.components.service.drain import Drain
from pages.components.service.tabs import Tabs

tabs = Tabs()
admission = Admission()
drain = Drain(tabs)
