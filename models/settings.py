"""Settings from environment variables, each with its name, default and meaning.

`python -m models.settings` prints them as a Markdown table.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]  # of the project


def _setting(variable: str, default: Any, shown: str, meaning: str) -> Any:
    about = {"variable": variable, "shown": shown, "meaning": meaning}
    return field(default=default, metadata=about)


@dataclass(frozen=True)
class Settings:
    """What the environment says; an empty variable counts as absent."""

    database_url: str = _setting(
        "TENFOLD_DATABASE_URL",
        f"sqlite:///{ROOT / 'tenfold.sqlite3'}",
        "`sqlite:///tenfold.sqlite3`",
        "SQLite file or PostgreSQL database of the sessions, as SQLAlchemy writes it",
    )
    artifacts: Path = _setting(
        "TENFOLD_ARTIFACTS",
        ROOT / "artifacts" / "movielens",
        "`artifacts/movielens`",
        "folder with fitted models, written by `python -m models.train`",
    )
    data: Path = _setting(
        "TENFOLD_DATA",
        ROOT.resolve().parent / "shared" / "data",
        "`../shared/data`",
        "folder with data sets that are not part of the project",
    )
    cache: Path | None = _setting(
        "TENFOLD_CACHE", None, "the system's folder for caches", "folder for downloaded archives"
    )
    lab: Path = _setting(
        "TENFOLD_LAB", ROOT / "lab", "`lab`", "folder with the lab's experiments and results"
    )
    passphrase: str = _setting(
        "TENFOLD_PASSPHRASE",
        "",
        "none",
        "opens the pages of researchers and presenters, instead of the link printed at the start",
    )
    staff: str = _setting(
        "TENFOLD_STAFF",
        "",
        "nobody",
        "verified addresses that a login admits (`ada@example.org, @lab.example`; `*` = all)",
    )
    metrics_token: str = _setting(
        "TENFOLD_METRICS_TOKEN",
        "",
        "none: there is no such page",
        "opens `/metrics` to whoever sends it as `Authorization: Bearer ...`",
    )
    log: str = _setting(
        "TENFOLD_LOG", "text", "`text`", "`json` writes the log as one JSON object a line"
    )
    image_hosts: str = _setting(
        "TENFOLD_IMAGE_HOSTS",
        "",
        "none: posters are drawn",
        "hosts that posters of a catalogue's `image_url` may be fetched from, by https",
    )


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process as they are now."""
    found: dict[str, Any] = {}
    for each in fields(Settings):
        text = environment.get(each.metadata["variable"], "").strip()
        if text:
            found[each.name] = text if each.type is str else Path(text)
    return Settings(**found)


def markdown_table() -> str:
    """One row a variable: its name, default and meaning."""
    rows = [("Variable", "Default", "Meaning"), ("---", "---", "---")]
    for each in fields(Settings):
        about = each.metadata
        rows.append((f"`{about['variable']}`", about["shown"], about["meaning"]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    print(markdown_table())
