"""Cuts the icon font of the platform down to the icons that the platform and our pages name.

    pip install fonttools brotli
    python deploy/symbols.py pages/components/fonts/symbols.woff2

Material Symbols are under the Apache License 2.0. Run it after an upgrade of the platform: an icon
that is missing shows its name as text.
"""

import re
import string
import sys
from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
STATIC = Path(streamlit.__file__).parent / "static" / "static"
# charts and diagrams, which draw no icons and hold every English word
SKIPPED = re.compile("Plotly|DeckGl|ECharts|elk|StreamlitSyntax|chunk|cytoscape|Graph|katex|embed")
WORD = re.compile(r"[\"'`]([a-z]+(?:_[a-z0-9]+)*)[\"'`]")
OURS = re.compile(r":material/(\w+):")


def icons(known: set[str]) -> set[str]:
    """Names of icons that stand in a script of the platform or in a page of ours."""
    scripts = (path for path in (STATIC / "js").glob("*.js") if not SKIPPED.match(path.name))
    named = {name for path in scripts for name in WORD.findall(path.read_text("utf-8"))}
    for path in (ROOT / "pages").rglob("*.py"):
        named |= set(OURS.findall(path.read_text("utf-8")))
    return named & known


def main(out: Path) -> None:
    font = TTFont(next((STATIC / "media").glob("MaterialSymbols-Rounded*")))
    options = subset.Options(layout_closure=False, layout_features=["*"], glyph_names=False)
    subsetter = subset.Subsetter(options)
    letters = map(ord, string.ascii_lowercase + string.digits + "_ ")
    subsetter.populate(glyphs=icons(set(font.getGlyphOrder())), unicodes=letters)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
