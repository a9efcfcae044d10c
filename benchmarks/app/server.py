"""Starts, kills and restarts a server of the app as a process; finds a browser."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from models.settings import ROOT

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


class Server:
    """`streamlit run` of the app, or of another script, on a free port.

    With an artifact folder and a database of its own; ``below`` a path like ``/films``.
    """

    def __init__(
        self,
        artifacts: Path,
        database_url: str,
        log: Path,
        script: Path = ROOT / "app.py",
        arguments: Sequence[str] = (),
        options: Sequence[str] = (),
        below: str = "",
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}{below}"
        self.database_url = database_url
        self.log = log
        self._script, self._arguments = script, arguments
        self._options = [*options, *(["--server.baseUrlPath", below] if below else [])]
        self._environment = {
            **os.environ,
            "TENFOLD_ARTIFACTS": str(artifacts),
            "TENFOLD_DATABASE_URL": database_url,
            "OMP_NUM_THREADS": "1",
        }
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", str(self._script)]
        options = ["--server.port", str(self.port), "--server.headless", "true", *self._options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options, "--", *self._arguments],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 60
        while not self._is_up():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill the process without a shutdown (SIGKILL)."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """End it at once, without the notice that it gives to open tabs."""
        if self.process.poll() is None:
            self.process.terminate()
            time.sleep(0.05)
            self.process.terminate()  # the second one
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()

    def desk_link(self) -> str:
        """The address printed last, which lets one browser in as a researcher."""
        return re.findall(r"http://\S+/desk\?key=\S+", self.log.read_text())[-1]

    def desk_cookie(self) -> str:
        """``name=value`` of a browser that has followed the link."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        connection.request("GET", self.desk_link().removeprefix(self.url))
        cookie = connection.getresponse().headers["Set-Cookie"]
        connection.close()
        return cookie.partition(";")[0]

    def _is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False
