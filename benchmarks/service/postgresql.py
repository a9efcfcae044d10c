"""A private PostgreSQL server of this machine's programs, to be stopped and started again."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


class Postgresql:
    """An empty database on a free port. Raises FileNotFoundError where it is not installed."""

    def __init__(self) -> None:
        found = programs()
        if found is None:
            raise FileNotFoundError("PostgreSQL is not installed (initdb not found)")
        self._programs = found
        # not under a folder that only its owner may enter
        self._folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        self._owner: dict[str, str] = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            self._owner = {"user": "postgres", "group": "postgres"}
            shutil.chown(self._folder, "postgres", "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"postgresql://tester@127.0.0.1:{self.port}/postgres"
        self._call("initdb", "-A", "trust", "-U", "tester", "--no-sync")
        self.start()

    def start(self) -> None:
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1"
        self._call("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """At once, as when the machine loses power: connections break."""
        self._call("pg_ctl", "-w", "-m", "immediate", "stop")

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def _call(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, "-D", self._folder / "data", *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            extra_groups=[] if self._owner else None,
            user=self._owner.get("user"),
            group=self._owner.get("group"),
        )
