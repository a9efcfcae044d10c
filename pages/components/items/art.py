"""The drawn part of a poster: one small SVG per item, from its genres and its key alone."""

import hashlib
from collections.abc import Sequence
from random import Random

from pages.components.items import motifs
from pages.components.items.motifs import HEIGHT, WIDTH, Motif
from pages.components.items.palettes import ANY, BY_GENRE, Palette

ANY_MOTIF: tuple[Motif, ...] = (
    motifs.quarters,
    motifs.halftone,
    motifs.target,
    motifs.arches,
    motifs.waves,
    motifs.meeting,
    motifs.rays,
    motifs.confetti,
)

MOTIFS: dict[str, tuple[Motif, ...]] = {
    "action": (motifs.rays, motifs.chevrons, motifs.target),
    "adventure": (motifs.peaks, motifs.sunset, motifs.waves),
    "animation": (motifs.confetti, motifs.quarters, motifs.waves),
    "children": (motifs.confetti, motifs.quarters, motifs.sunset),
    "comedy": (motifs.confetti, motifs.quarters, motifs.rays, motifs.halftone),
    "crime": (motifs.blinds, motifs.skyline, motifs.target),
    "documentary": (motifs.frames, motifs.halftone),
    "drama": (motifs.arches, motifs.meeting, motifs.sunset, motifs.halftone, motifs.spiral),
    "fantasy": (motifs.peaks, motifs.orbits, motifs.arches),
    "film-noir": (motifs.blinds, motifs.skyline),
    "horror": (motifs.teeth, motifs.spiral),
    "imax": (motifs.orbits, motifs.peaks),
    "musical": (motifs.waves, motifs.rays, motifs.quarters),
    "mystery": (motifs.spiral, motifs.arches, motifs.blinds),
    "romance": (motifs.meeting, motifs.sunset, motifs.waves),
    "sci-fi": (motifs.orbits, motifs.halftone, motifs.skyline),
    "thriller": (motifs.blinds, motifs.target, motifs.spiral),
    "war": (motifs.chevrons, motifs.rays),
    "western": (motifs.mesa, motifs.sunset),
}


def seeded(key: str, purpose: str) -> Random:
    """Chance that is always the same for one item and purpose, on every machine."""
    return Random(int.from_bytes(hashlib.sha256(f"{purpose}/{key}".encode()).digest()[:8], "big"))


def palette_of(key: str, genres: Sequence[str]) -> Palette:
    known = [genre.lower() for genre in genres if genre.lower() in BY_GENRE]
    choice = seeded(key, "palette")
    return choice.choice(BY_GENRE[choice.choice(known)] if known else ANY)


def art(key: str, genres: Sequence[str]) -> str:
    """An SVG document without text; the same item always gets the same one."""
    palette, choice = palette_of(key, genres), seeded(key, "motif")
    known = [genre.lower() for genre in genres if genre.lower() in MOTIFS]
    motif = choice.choice(MOTIFS[choice.choice(known)] if known else ANY_MOTIF)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="xMidYMid slice">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.ground}"/>'
        f"{motif(palette, choice)}</svg>"
    )
