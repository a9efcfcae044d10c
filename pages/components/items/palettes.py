"""Colours of posters by genre. Ink on ground reads at a contrast of 4.5 or more (tested)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """``ground`` is behind the title, ``ink`` its colour; ``first`` and ``second`` draw the art."""

    ground: str
    ink: str
    first: str
    second: str


MIDNIGHT = Palette("#14213D", "#F7EBD3", "#FCA311", "#3D5A98")
EMBER = Palette("#2B0F0E", "#FBE3C8", "#D62828", "#F77F00")
BLOOD = Palette("#1A1113", "#F3E4DC", "#9B1B30", "#5C2A33")
BONE = Palette("#EFE6D8", "#26150F", "#8C1C13", "#3B2A24")
ROSE = Palette("#F6D9D5", "#4A1525", "#C8355A", "#F0A6A0")
PLUM = Palette("#3C1642", "#FBE6EF", "#E0457B", "#7E3F8F")
LEMON = Palette("#F7CB45", "#2A1E06", "#E4572E", "#17827D")
MINT = Palette("#CFEBDD", "#0F3B34", "#E76F51", "#2A9D8F")
CORAL = Palette("#F28F6B", "#2C0F0A", "#FBE9C6", "#9C2C22")
SKY = Palette("#BFE3F2", "#0E2E4A", "#F2B134", "#2F7FB5")
ORBIT = Palette("#0B132B", "#E4F5F2", "#5BC0BE", "#3A506B")
ULTRA = Palette("#1B1464", "#EFEBFF", "#FF5DA2", "#6C5CE7")
MOSS = Palette("#283618", "#FBF3D5", "#DDA15E", "#606C38")
OLIVE = Palette("#4A4A2C", "#F6F0DA", "#B8B08D", "#23231A")
SAND = Palette("#E9C893", "#3A1F0C", "#C1440E", "#8A5A2B")
STEEL = Palette("#263238", "#ECEFF1", "#FFB300", "#546E7A")
TEAL = Palette("#073B3A", "#E8F5E4", "#F2C14E", "#21897E")
INK = Palette("#161616", "#F4F1EA", "#B9B4A8", "#4C4943")
PAPER = Palette("#F3EFE6", "#1F1D1A", "#D1495B", "#30638E")
SLATE = Palette("#DAD7CD", "#22302B", "#588157", "#A3B18A")
WINE = Palette("#4A0E24", "#FBE9DD", "#E9A23B", "#8A2846")
DUSK = Palette("#2E294E", "#FDF0DD", "#F46036", "#5D5794")

# a catalogue of something else than films has other labels: those get any of these
ANY = (MIDNIGHT, CORAL, TEAL, PAPER, PLUM, LEMON, DUSK, MINT, SAND, SLATE, WINE, SKY)

BY_GENRE: dict[str, tuple[Palette, ...]] = {
    "action": (EMBER, STEEL, MIDNIGHT),
    "adventure": (TEAL, SAND, MOSS),
    "animation": (SKY, LEMON, MINT),
    "children": (LEMON, SKY, CORAL),
    "comedy": (LEMON, CORAL, MINT),
    "crime": (STEEL, WINE, INK),
    "documentary": (PAPER, SLATE),
    "drama": (DUSK, SLATE, WINE, PAPER),
    "fantasy": (ULTRA, MOSS, PLUM),
    "film-noir": (INK,),
    "horror": (BLOOD, BONE),
    "imax": (MIDNIGHT, ORBIT),
    "musical": (PLUM, CORAL),
    "mystery": (PLUM, TEAL, INK),
    "romance": (ROSE, WINE, CORAL),
    "sci-fi": (ORBIT, ULTRA, MIDNIGHT),
    "thriller": (INK, EMBER, MIDNIGHT),
    "war": (OLIVE, STEEL),
    "western": (SAND, EMBER),
}


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG 2: 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(
        weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
