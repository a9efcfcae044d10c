"""A small world of two crowds with opposite tastes, as tables."""

from pathlib import Path

import numpy as np


def written(folder: Path) -> Path:
    """items.csv and interactions.csv: 60 people rated 20 of 40 items each."""
    rng = np.random.default_rng(0)
    folder.mkdir()
    rows = [
        f"u{person},i{item},{5 if (item + person) % 2 else 2}"
        for person in range(60)
        for item in rng.permutation(40)[:20]
    ]
    (folder / "items.csv").write_text("id,title\n" + "".join(f"i{i},Item {i}\n" for i in range(40)))
    (folder / "interactions.csv").write_text("user,item,rating\n" + "\n".join(rows))
    return folder
