"""The proxy of deploy/haproxy as a process, in front of servers of a test."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from models.settings import ROOT

FILES = ROOT / "deploy" / "haproxy"
HAPROXY = shutil.which("haproxy", path=os.environ.get("PATH", "") + ":/usr/sbin")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def certificate(folder: Path) -> Path:
    """A PEM file with a key and a certificate for localhost that nobody has signed."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "site.pem"
    path.write_bytes(built.public_bytes(serialization.Encoding.PEM) + secret)
    return path


class Proxy:
    """front.cfg with units.cfg, before two servers on these ports of this computer."""

    def __init__(self, folder: Path, ports: Sequence[int]) -> None:
        assert HAPROXY, "test it before"
        self.plain, self.port = free_port(), free_port()
        self.url, self.log = f"https://localhost:{self.port}", folder / "proxy.log"
        first, second = (f"127.0.0.1:{port}" for port in ports)
        environment = {
            "CERTIFICATES": str(certificate(folder)),
            "TENFOLD_PLAIN": f"127.0.0.1:{self.plain}",
            "TENFOLD_TLS": f"127.0.0.1:{self.port}",
            "TENFOLD_FIRST": first,
            "TENFOLD_SECOND": second,
        }
        command = [HAPROXY, "-db", "-f", str(FILES / "front.cfg"), "-f", str(FILES / "units.cfg")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=os.environ | environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 20
        while not self._is_open():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the proxy did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)

    def _is_open(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False
