"""The one process that this is: its tabs, and its way out."""

from pages.components.service.drain import Drain
from pages.components.service.tabs import Tabs

tabs = Tabs()
drain = Drain(tabs)
