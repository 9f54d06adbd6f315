"""What a camera, a photographer and a web site do to a picture."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter


def turned(picture, degrees):
    """The picture turned about its lower middle; what comes in from outside is empty (transparent)."""
    return picture.rotate(degrees, Image.Resampling.BILINEAR, center=(picture.width / 2, picture.height))


def crop(picture, matte, known, size, rng):
    """Picture, matte and where it is believed, cropped, mirrored and scaled to `size` (width, height)."""
    width, height = size
    most = min(picture.width / width, picture.height / height)
    scale = most * rng.uniform(0.55, 1.0) ** (0.5 if rng.random() < 0.6 else 1.0)
    w, h = width * scale, height * scale
    x, y = rng.uniform(0, picture.width - w), rng.uniform(0, picture.height - h)
    box = (x, y, x + w, y + h)
    picture = picture.resize(size, Image.Resampling.BICUBIC, box)
    matte, known = (part.resize(size, Image.Resampling.BILINEAR, box) for part in (matte, known))
    if rng.random() < 0.5:
        return [part.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for part in (picture, matte, known)]
    return picture, matte, known


def colour(values, rng):
    """Light and colour: float [H, W, 3] in 0..1, the same back."""
    if rng.random() < 0.6:
        contrast, gains = rng.uniform(0.7, 1.3), rng.uniform(0.9, 1.1, 3)
        values = ((values - 0.5) * contrast + 0.5 + rng.uniform(-0.12, 0.12)) * gains
    if rng.random() < 0.12:
        # Low light: dark, and noisier than by day.
        values = np.clip(values, 0, 1) ** rng.uniform(1.2, 2.0) * rng.uniform(0.3, 0.7)
        values = values + rng.normal(0, rng.uniform(0.005, 0.03), values.shape)
    elif rng.random() < 0.15:
        values = values + rng.normal(0, rng.uniform(0.005, 0.03), values.shape)
    if rng.random() < 0.1:
        values = np.repeat(values.mean(2, keepdims=True), 3, 2)
    return np.clip(values, 0, 1).astype(np.float32)


def optics(picture, rng):
    """A little out of focus, or kept as a small JPEG: PIL RGB, the same back."""
    if rng.random() < 0.12:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.6)))
    if rng.random() < 0.25:
        kept = BytesIO()
        picture.save(kept, "JPEG", quality=int(rng.integers(35, 92)))
        picture = Image.open(kept).convert("RGB")
    return picture


def augment(picture, matte, known, size, rng):
    """PIL picture, matte and where it is believed → float [3, H, W] in -1..1, alpha [1, H, W] in 0..1, bool [1, H, W]."""
    picture, matte, known = crop(picture, matte, known, size, rng)
    values = colour(np.asarray(optics(picture, rng), np.float32) / 255, rng)
    alpha = np.asarray(matte, np.float32)[None] / 255
    return (values * 2 - 1).transpose(2, 0, 1), alpha, np.asarray(known)[None] > 127
