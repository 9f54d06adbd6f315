"""Checks that pictures and masks are trained on as EXIF turns them: white on the left, turned so that it is above."""

import tempfile

import numpy as np
from PIL import Image

from pictures import load


def check_upright():
    values = np.zeros((100, 200), np.uint8)
    values[:, :100] = 255
    exif = Image.Exif()
    exif[0x112] = 6
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{folder}/a.png", f"{folder}/a.mask.png"]
        for name, mode in zip(names, ("RGB", "L")):
            Image.fromarray(values).convert(mode).save(name, exif=exif)
        for name, kept in zip(names, load(*names)):
            above, below = kept[0, :100].mean(), kept[0, 156:].mean()
            if above < 254 or below > 1:
                raise ValueError(f"{name} is not upright: {above:.0f} above, {below:.0f} below.")
