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
NAME = re.compile(r":material/(\w+):|[\"'`]([a-z]+(?:_[a-z0-9]+)*)[\"'`]")


def icons(known: set[str]) -> set[str]:
    """Names of icons that stand in a script of the platform or in a page of ours."""
    scripts = (path for path in (STATIC / "js").glob("*.js") if not SKIPPED.match(path.name))
    texts = (path.read_text("utf-8") for path in (*scripts, *(ROOT / "pages").rglob("*.py")))
    named = {name for text in texts for pair in NAME.findall(text) for name in pair}
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
