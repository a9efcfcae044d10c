"""What posters are drawn with: a motif fills a canvas of 400 by 320 from a palette and chance."""

from collections.abc import Callable
from itertools import pairwise
from random import Random

from pages.components.items.palettes import Palette
from pages.components.items.shapes import bar, circle, ring, shape

WIDTH, HEIGHT = 400, 320

Motif = Callable[[Palette, Random], str]


def sunset(p: Palette, chance: Random) -> str:
    """A low sun cut by the sea's lines."""
    x, r = chance.uniform(140, 260), chance.uniform(95, 125)
    lines = (bar(0, 190 + 17 * n, WIDTH, 4 + 2.2 * n, p.ground) for n in range(7))
    return circle(x, 195, r, p.first) + circle(x, 195, r * 0.62, p.second) + "".join(lines)


def rays(p: Palette, chance: Random) -> str:
    """Beams from a point below the edge."""
    x, n = chance.uniform(120, 280), chance.choice((9, 11, 13))
    edges = [-260 + (WIDTH + 520) * k / (2 * n) for k in range(2 * n + 1)]
    beams = (shape(((x, 330), (a, -10), (b, -10)), p.second) for a, b in list(pairwise(edges))[::2])
    return "".join(beams) + circle(x, 330, 120, p.first)


def orbits(p: Palette, chance: Random) -> str:
    """A planet with rings, and stars."""
    x, y = chance.uniform(130, 270), chance.uniform(130, 190)
    stars = (
        circle(chance.uniform(8, 392), chance.uniform(8, 312), chance.choice((1, 1, 2, 3)), p.ink)
        for _ in range(34)
    )
    rings = (ring(x, y, r, p.second, 2.5) for r in (92, 128, 170))
    moon = chance.choice(((128, 0), (0, -128), (-92, 0), (0, 170)))
    return (
        "".join(stars)
        + "".join(rings)
        + circle(x, y, 58, p.first)
        + circle(x + moon[0], y + moon[1], 13, p.ink)
    )


def peaks(p: Palette, chance: Random) -> str:
    """Three ranges of mountains before a sun."""
    sun = circle(chance.uniform(90, 310), 96, 46, p.first)

    def ridge(base: float, rough: float) -> list[tuple[float, float]]:
        tops = [
            (x, base - chance.uniform(0.2, 1.0) * rough * (1 + n % 2))
            for n, x in enumerate(range(-20, 460, 60))
        ]
        return [(-20, 330), *tops, (440, 330)]

    far, near = ridge(220, 62), ridge(292, 48)
    return sun + shape(far, p.second) + shape(near, p.ink, ' fill-opacity="0.82"')


def blinds(p: Palette, chance: Random) -> str:
    """Light through a Venetian blind, and somebody's circle of it."""
    correction = chance.choice((-70, 70))
    slats = (
        shape(
            ((0, y), (WIDTH, y + correction), (WIDTH, y + correction + 13), (0, y + 13)), p.second
        )
        for y in range(-70, 400, 27)
    )
    return "".join(slats) + circle(chance.uniform(150, 250), 165, chance.uniform(70, 92), p.first)


def teeth(p: Palette, chance: Random) -> str:
    """A jagged mouth around a pupil."""
    n = chance.choice((7, 9))
    step = WIDTH / n
    upper = [(0, -5)] + [
        (k * step / 2, chance.uniform(70, 120) if k % 2 else 22) for k in range(2 * n + 1)
    ]
    lower = [(0, 325)] + [
        (k * step / 2, chance.uniform(215, 260) if k % 2 else 300) for k in range(2 * n + 1)
    ]
    eye = circle(200, 168, 44, p.first) + shape(
        ((200, 128), (210, 168), (200, 208), (190, 168)), p.ground
    )
    return shape([*upper, (WIDTH, -5)], p.second) + shape([*lower, (WIDTH, 325)], p.second) + eye


def meeting(p: Palette, chance: Random) -> str:
    """Two circles that overlap."""
    r, apart, y = chance.uniform(84, 98), chance.uniform(48, 66), chance.uniform(145, 175)
    tilt = chance.uniform(-24, 24)
    one = circle(200 - apart, y - tilt, r, p.first)
    two = circle(200 + apart, y + tilt, r, p.second, ' fill-opacity="0.86"')
    return one + two + ring(200 - apart, y - tilt, r + 14, p.first, 2)


def confetti(p: Palette, chance: Random) -> str:
    """Large paper shapes, thrown."""
    shapes = []
    for n in range(15):
        x, y = (
            40 + 80 * (n % 5) + chance.uniform(-18, 18),
            56 + 100 * (n // 5) + chance.uniform(-18, 18),
        )
        r, fill = chance.uniform(15, 33), chance.choice((p.first, p.second, p.ink))
        turn = f' transform="rotate({chance.uniform(0, 90):.0f} {x:.0f} {y:.0f})"'
        shapes.append(
            chance.choice(
                (
                    circle(x, y, r, fill),
                    bar(x - r, y - r * 0.55, 2 * r, 1.1 * r, fill, turn),
                    shape(((x, y - r), (x + r, y + r), (x - r, y + r)), fill, turn),
                )
            )
        )
    return "".join(shapes)


def waves(p: Palette, chance: Random) -> str:
    """Rows of scales, like a roof, the sea or music."""
    size = chance.choice((80, 100))
    rows = []
    for row in range(-1, int(HEIGHT / (size * 0.5)) + 2):
        shift = size / 2 if row % 2 else 0
        for column in range(-1, WIDTH // size + 2):
            x, y = column * size + shift, row * size * 0.5 + size * 0.5
            rows.append(circle(x, y, size * 0.5, p.second) + circle(x, y, size * 0.36, p.ground))
            rows.append(circle(x, y, size * 0.2, p.first))
    return "".join(rows)


def skyline(p: Palette, chance: Random) -> str:
    """A town at night, some windows lit."""
    moon = circle(chance.uniform(80, 320), 92, 40, p.first)
    town, x = [], -6.0
    while x < WIDTH:
        width, top = chance.uniform(40, 74), chance.uniform(118, 232)
        town.append(bar(x, top, width - 5, 330 - top, p.second))
        town += [
            bar(x + 9 + 14 * (k % 2), top + 14 + 22 * (k // 2), 7, 10, p.first)
            for k in range(8)
            if chance.random() < 0.45
        ]
        x += width
    return moon + "".join(town)


def chevrons(p: Palette, chance: Random) -> str:
    """Marching arrows."""
    up = chance.choice((1, -1))
    marks = []
    for n in range(5):
        y = 44 + 62 * n if up == 1 else 276 - 62 * n
        fill = p.first if n == 1 else p.second
        d = up * 46
        marks.append(
            shape(
                (
                    (60, y + d),
                    (200, y),
                    (340, y + d),
                    (340, y + d + 28),
                    (200, y + 28),
                    (60, y + d + 28),
                ),
                fill,
            )
        )
    return "".join(marks)


def mesa(p: Palette, chance: Random) -> str:
    """A desert: sun, table mountains, dust."""
    x = chance.uniform(40, 190)
    rock = [(x, 300), (x + 16, 150), (x + 132, 150), (x + 150, 300)]
    other = [(x + 176, 300), (x + 190, 206), (x + 262, 206), (x + 280, 300)]
    return (
        circle(chance.uniform(240, 320), 104, 54, p.first)
        + shape(rock, p.second)
        + shape(other, p.second)
        + bar(0, 286, WIDTH, 40, p.ink, ' fill-opacity="0.78"')
    )


def arches(p: Palette, chance: Random) -> str:
    """Doors within doors."""
    x = chance.uniform(176, 224)
    doors = []
    for n, half in enumerate((150, 116, 82, 48)):
        fill = (p.second, p.first, p.second, p.ink)[n]
        top = 46 + 44 * n
        doors.append(
            f'<path d="M{x - half:.0f} 330V{top + half:.0f}A{half} {half} 0 0 1 {x + half:.0f} '
            f'{top + half:.0f}V330Z" fill="{fill}"/>'
        )
    return "".join(doors)


def quarters(p: Palette, chance: Random) -> str:
    """Quarter discs on a grid."""
    size, tiles = 80, []
    for n in range(20):
        x, y = size * (n % 5), size * (n // 5)
        fill = chance.choice((p.first, p.second, p.second, p.ink, None))
        if fill is None:
            continue
        corner = chance.randrange(4)
        cx, cy = x + size * (corner % 2), y + size * (corner // 2)
        ax, ay = x + size * (1 - corner % 2), y + size * (1 - corner // 2)
        sweep = int(corner in (0, 3))
        tiles.append(
            f'<path d="M{cx} {cy}L{ax} {cy}A{size} {size} 0 0 {sweep} {cx} {ay}Z" fill="{fill}"/>'
        )
    return "".join(tiles)


def halftone(p: Palette, chance: Random) -> str:
    """A printed ball of dots."""
    x, y = chance.uniform(150, 250), chance.uniform(130, 190)
    dots = []
    for row in range(11):
        for column in range(14):
            px, py = column * 30 + (15 if row % 2 else 0), row * 30 + 10
            near = 1.0 - ((px - x) ** 2 + (py - y) ** 2) ** 0.5 / 235.0
            if near > 0.05:
                dots.append(circle(px, py, 2 + 14.5 * near, p.first if near > 0.55 else p.second))
    return "".join(dots)


def frames(p: Palette, chance: Random) -> str:
    """A strip of film with one frame that matters."""
    lit = chance.randrange(3)
    holes = (bar(24 + 48 * n, y, 22, 15, p.ground) for n in range(8) for y in (64, 244))
    scenes = (bar(14 + 128 * n, 94, 116, 136, p.first if n == lit else p.ground) for n in range(3))
    ball = circle(14 + 128 * lit + 58, 162, 34, p.ink)
    return bar(0, 50, WIDTH, 222, p.second) + "".join(holes) + "".join(scenes) + ball


def target(p: Palette, chance: Random) -> str:
    """Rings around a point off the middle."""
    x, y = chance.uniform(130, 270), chance.uniform(120, 200)
    rings = (circle(x, y, r, (p.second, p.ground)[n % 2]) for n, r in enumerate((150, 122, 94, 66)))
    return "".join(rings) + circle(x, y, 40, p.first)


def spiral(p: Palette, chance: Random) -> str:
    """A staircase seen from above: half turns that grow."""
    x, y, turn = chance.uniform(180, 220), chance.uniform(150, 180), chance.randrange(360)
    path, left, r = f"M{x:.0f} {y:.0f}", x, 12.0
    for n in range(11):
        left = left + (2 * r if n % 2 == 0 else -2 * r)
        path += f"A{r:.0f} {r:.0f} 0 0 1 {left:.0f} {y:.0f}"
        r += 14
    return (
        f'<path d="{path}" fill="none" stroke="{p.second}" stroke-width="15" '
        f'stroke-linecap="round" transform="rotate({turn} {x:.0f} {y:.0f})"/>'
        + circle(x, y, 20, p.first)
    )
