"""A world whose every text tries to be more than text on a page: Markdown, HTML, directives."""

from dataclasses import replace
from pathlib import Path

from worlds import BASES, save_world

from models.artifacts import load_artifact, save_artifact

HOST = "evil.example"
PICTURE, LINK = f"![p](https://{HOST}/p.png)", f"[l](https://{HOST}/l)"
HOSTILE = f"{PICTURE} {LINK} <b onclick='x()'>b</b> :red[r] :material/home: $x^2$ `c` **s** # h"


def save_hostile_world(folder: Path, by_scores: bool = False) -> Path:
    """The tests' world with such text in every column, word, name and notice."""
    n = len(load_artifact(save_world(folder, by_scores=by_scores)).catalogue)
    several = tuple((f"{HOSTILE} {k % 4}",) for k in range(n))
    texts = tuple(f"{HOSTILE} {k}" for k in range(n))
    save_world(
        folder,
        by_scores=by_scores,
        titles=texts,
        genres=several,
        creators=texts,
        descriptions=texts,
        images=(f"https://{HOST}/i.png",) * n,
        links=(f"https://{HOST}/out",) * n,
        languages=tuple(f"{HOSTILE} {k % 3}" for k in range(n)),
        warnings=several,
        other_titles=tuple((("de", text),) for text in texts),
    )
    made = load_artifact(folder)
    content = made.manifest["content"] | {
        "notice": HOSTILE,
        "dataset": HOSTILE,
        "bases": [f"{HOSTILE} {k}" for k in range(len(BASES))],
        "words": dict.fromkeys(("item", "items", "use", "unknown"), HOSTILE),
    }
    save_artifact(folder, replace(made.catalogue), dict(made.tensors), content, {})
    return folder
