"""The app's server and the browser that visits it, as the benchmarks have them."""

from benchmarks.app.server import QUIET, ROOT, Server, chromium

__all__ = ["QUIET", "ROOT", "Server", "chromium"]
