"""Flat figures, as illustrations and avatars show people, with exact alpha: photographs alone teach that these are nobody."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SKINS = ((241, 204, 177), (220, 163, 130), (198, 134, 99), (141, 85, 54), (92, 56, 38))
# Drawn larger, then shrunk, for smooth edges.
OVER = 2


def ground(size, rng):
    """A gradient between four colours, some of them busy with discs."""
    corners = rng.integers(30, 256, (2, 2, 3)).astype(np.uint8)
    picture = Image.fromarray(corners).resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(0, 12)) if rng.random() < 0.4 else 0):
        x, y, r = rng.uniform(0, size[0]), rng.uniform(0, size[1]), rng.uniform(5, size[1] / 6)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(int(c) for c in rng.integers(0, 256, 3)))
    return picture.filter(ImageFilter.GaussianBlur(rng.uniform(0, 6)))


def figure(size, rng):
    """(picture RGB, alpha L): a head on shoulders before a ground."""
    w, h = size[0] * OVER, size[1] * OVER
    person, alpha = ground((w, h), rng), Image.new("L", (w, h))
    pens = (ImageDraw.Draw(person), ImageDraw.Draw(alpha))

    def oval(x, y, rx, ry, colour):
        for pen, fill in zip(pens, (colour, 255)):
            pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=fill)

    def any_colour(low=0, high=256):
        return tuple(int(c) for c in rng.integers(low, high, 3))

    head = h * rng.uniform(0.1, 0.24)
    x, y = w * rng.uniform(0.3, 0.7), h * rng.uniform(0.28, 0.5)
    skin, hair = SKINS[rng.integers(len(SKINS))], any_colour(10, 130) if rng.random() < 0.8 else any_colour()
    shade = tuple(int(c * 0.82) for c in skin)
    narrow = rng.uniform(0.72, 0.95)
    if rng.random() < 0.8:
        oval(x, y - head * rng.uniform(0.1, 0.3), head * rng.uniform(0.9, 1.15), head * rng.uniform(1.05, 1.3), hair)
    if rng.random() < 0.35:
        oval(x, y + head * 0.5, head * rng.uniform(0.9, 1.2), head * rng.uniform(1.2, 1.7), hair)
    oval(x, y + head * 1.1, head * 0.4, head * 0.75, shade)
    wide = head * rng.uniform(1.6, 2.4)
    oval(x, y + head * rng.uniform(2.5, 2.9), wide, head * rng.uniform(1.3, 1.6), shirt := any_colour())
    for pen, fill in zip(pens, (shirt, 255)):
        if y + head * 2.6 < h:
            pen.rectangle((x - wide, y + head * 2.7, x + wide, h), fill=fill)
    oval(x, y, head * narrow, head, skin)
    for side in (-1, 1):
        oval(x + side * head * 0.35, y - head * 0.1, head * 0.1, head * 0.07, (30, 25, 30))
    oval(x, y + head * 0.5, head * 0.26, head * 0.08, (180, 70, 80))
    if rng.random() < 0.2:
        oval(x, y - head * 0.75, head * 1.1, head * 0.45, any_colour())
    if rng.random() < 0.5:
        light = Image.linear_gradient("L").rotate(rng.uniform(0, 360)).resize((w, h))
        person = Image.composite(person, person.point(lambda value: value * 0.8), light)
    return person.resize(size, Image.Resampling.BOX), alpha.resize(size, Image.Resampling.BOX)


def draw(folder, count, seed=1):
    """Writes `ID.png` and `ID.alpha.png`, the same for the same seed."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(count):
        rng = np.random.default_rng([seed, i])
        picture, alpha = figure((int(rng.integers(320, 640)), int(rng.integers(320, 640))), rng)
        noise = rng.normal(0, rng.uniform(0, 5), (*picture.size[::-1], 3))
        values = np.clip(np.asarray(picture, np.float32) + noise, 0, 255).astype(np.uint8)
        Image.fromarray(values).save(folder / f"{i:03}.png")
        alpha.save(folder / f"{i:03}.alpha.png")
