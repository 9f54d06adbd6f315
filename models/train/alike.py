"""Grounds in the colours of the person before them: where hair and ground are alike, the network has to know what hair is."""

import numpy as np
from PIL import Image


def colour_of_outline(person, rng):
    """The mean colour [3] of a spot at the outline of a person, RGBA; in seven of ten cases near the top. None where too little is seen."""
    inside = np.asarray(person.getchannel("A")) > 240
    rows = np.flatnonzero(inside.any(1))
    if len(rows) < 16:
        return None
    part = rng.uniform(0.03, 0.25) if rng.random() < 0.7 else rng.uniform(0.25, 0.9)
    y = rows[int(part * len(rows))]
    columns = np.flatnonzero(inside[y])
    x = columns[0] if rng.random() < 0.5 else columns[-1]
    spot = (slice(max(0, y - 8), y + 9), slice(max(0, x - 8), x + 9))
    return np.asarray(person.convert("RGB"), np.float32)[spot][inside[spot]].mean(0)


def alike(ground, person, rng):
    """The ground in deviations from its mean that are at most as large, and with a mean near the colour of a spot at the person's outline."""
    goal = colour_of_outline(person, rng)
    if goal is None:
        return ground
    colours = np.asarray(ground, np.float32)
    mean, strength = colours.mean((0, 1)), rng.uniform(0.6, 1.0)
    colours = mean + (goal - mean) * strength + (colours - mean) * rng.uniform(0.4, 1.0)
    return Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8))
