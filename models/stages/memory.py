"""Memory of this process and of the machine, in bytes, as Linux tells it; elsewhere what is known.

A process in a container is told the machine's memory, so the container's limit counts as well.
"""

import os
import re
from pathlib import Path

_KIB = 2**10
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_LIMITS = (  # of a container: control groups of the second and of the first version
    (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")),
    (
        Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
        Path("/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ),
)
SHARE = 0.6  # of what is free, that a fit takes where nothing is said


def resident() -> int:
    """Bytes that this process holds now; 0 where that is not known."""
    return _field("/proc/self/status", "VmRSS")


def peak() -> int:
    """Most bytes that this process has held since ``forget_peak``, or since it began."""
    return _field("/proc/self/status", "VmHWM")


def forget_peak() -> None:
    """Count the peak anew from now on, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:  # not Linux, or not allowed: the peak is that of the whole run
        return


def free() -> int:
    """Bytes that this process may still take without driving anything out."""
    left = [_field("/proc/meminfo", "MemAvailable") or _physical()]
    for limit, used in _LIMITS:
        most, now = _number(limit), _number(used)
        if most is not None and now is not None:
            left.append(max(0, most - now))
    return min(left)


def budget(text: str = "") -> int:
    """Bytes a fit may take: ``text`` such as "8GiB" or "500M"; "" is a share of what is free.

    Raises ValueError for anything else.
    """
    if not text:
        return int(SHARE * free())
    found = re.fullmatch(r"([\d.]+)\s*([kmgt]?)(i?b)?", text.strip().casefold())
    try:
        amount = float(found[1]) * _UNITS[found[2]] if found else 0.0
    except ValueError:
        amount = 0.0
    if amount < 1.0:
        raise ValueError(f"memory: expected an amount such as 8GiB, got {text!r}")
    return int(amount)


def shown(amount: int) -> str:
    """In GiB, or MiB below one."""
    return f"{amount / 2**30:.1f} GiB" if amount >= 2**30 else f"{amount / 2**20:.0f} MiB"


def _field(file: str, name: str) -> int:
    try:
        lines = Path(file).read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * _KIB for line in lines if line.startswith(f"{name}:")), 0)


def _physical() -> int:
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return 8 * 2**30  # not known: what a small machine has


def _number(file: Path) -> int | None:
    try:
        text = file.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdecimal() else None  # "max": no limit
