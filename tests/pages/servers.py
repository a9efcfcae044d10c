"""The app's server and the browser that visits it."""

import shutil

from benchmarks.server import ROOT, Server

__all__ = ["QUIET", "ROOT", "Server", "chromium"]

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The system's browser; None = the one that Playwright has fetched."""
    return next((path for path in map(shutil.which, CHROMIUM) if path), None)
