"""Drawn locks of hair with gaps between them. The locks have exact alpha; photographs whose matte is known show few."""

import numpy as np
from PIL import Image, ImageDraw

# Locks are drawn at twice the size, for soft edges.
FINER = 2


def outline_of_head(alpha, rng, count):
    """At most `count` points [x, y] just inside the outline of the upper 40 % of alpha [H, W] 0..255; None where it shows too little."""
    inside = alpha > 240
    rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
    if len(rows) < 32 or len(columns) < 32:
        return None
    top, height, middle = rows[0], rows[-1] + 1 - rows[0], columns.mean()
    points = []
    for y in rng.integers(top + height // 25, top + height * 0.4, count):
        there = np.flatnonzero(inside[y])
        if len(there) < 8:
            continue
        x = there[0] if rng.random() < 0.5 else there[-1]
        points.append((x + (1 if x < middle else -1) * rng.uniform(0.005, 0.03) * height, y))
    return points


def with_locks(person, rng):
    """A person, RGBA, with at most 89 locks in the colours that the outline has where they begin."""
    alpha = np.asarray(person.getchannel("A"))
    points = outline_of_head(alpha, rng, int(rng.integers(10, 90)))
    if not points:
        return person
    colours = np.asarray(person.convert("RGB"), np.float32)
    size = (person.width * FINER, person.height * FINER)
    locks, middle = Image.new("RGBA", size), person.width / 2
    draw = ImageDraw.Draw(locks)
    thick, long = rng.uniform(0.003, 0.026) * person.height * FINER, rng.uniform(0.08, 0.45) * person.height * FINER
    for x, y in points:
        row, column = int(np.clip(y, 0, person.height - 1)), int(np.clip(x, 0, person.width - 1))
        colour = colours[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3].mean((0, 1)) * rng.uniform(0.6, 1.2)
        out = (1 if x > middle else -1) * rng.normal(0.15, 0.22)
        length, bend, width = long * rng.uniform(0.5, 1.2), rng.normal(0, 0.25), thick * rng.uniform(0.6, 1.5)
        ways = np.linspace(0, 1, 24)
        xs = x * FINER + length * (out * ways + bend * ways * (1 - ways))
        ys = y * FINER + length * ways * np.sqrt(max(0.1, 1 - min(0.9, out * out)))
        for i in range(len(ways) - 1):
            w = max(1, round(width * (1 - 0.7 * ways[i])))
            shade = tuple(int(c) for c in np.clip(colour * rng.uniform(0.9, 1.1), 0, 255))
            draw.line([xs[i], ys[i], xs[i + 1], ys[i + 1]], fill=(*shade, 255), width=w)
    # Pillow premultiplies RGBA while it resizes, so the black that is not drawn does not darken edges.
    grown = locks.resize(person.size, Image.Resampling.BOX)
    cover = np.asarray(grown.getchannel("A"), np.float32)[..., None] / 255
    hue = np.asarray(grown.convert("RGB"), np.float32)
    under = alpha[..., None] / 255
    total = cover + under * (1 - cover)
    mixed = (hue * cover + colours * under * (1 - cover)) / np.maximum(total, 1e-3)
    out = Image.fromarray(np.clip(mixed, 0, 255).astype(np.uint8))
    out.putalpha(Image.fromarray(np.round(total[..., 0] * 255).astype(np.uint8)))
    return out
