"""Pictures with their mattes, and people cut out of them."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from target import uncertain


def load(example):
    """Picture RGB, matte L and, L as well, where the matte is believed. An example without a matte shows nobody; where the
    teachers' is still missing, the hard mask is believed but for its edge."""
    picture = Image.open(example.picture).convert("RGB")
    known = Image.new("L", picture.size, 255)
    if not example.matte:
        return picture, Image.new("L", picture.size), known
    if example.matte.exists():
        matte = Image.open(example.matte)
        if matte.mode == "LA":
            return picture, *matte.split()
        return picture, matte.convert("L"), known
    mask = Image.open(example.truth).convert("L").resize(picture.size, Image.Resampling.NEAREST)
    return picture, mask, uncertain(mask)


def whole(example):
    """Whether somebody is to be seen whose alpha is known all around."""
    _, matte, known = load(example)
    matte, known = (np.asarray(part.resize((96, 96), Image.Resampling.BILINEAR)) for part in (matte, known))
    return (matte > 200).mean() > 0.06 and (known < 200).mean() < 0.02 and (matte < 50).mean() > 0.05


def cut_out(picture, matte):
    """RGBA whose edge colours come from inside the person, so that the old ground doesn't show on a new one."""
    sure = matte.point(lambda a: 255 if a > 240 else 0)
    radius = max(2, picture.height // 60)
    weight = sure.filter(ImageFilter.BoxBlur(radius))
    inside = Image.composite(picture, Image.new("RGB", picture.size), sure).filter(ImageFilter.BoxBlur(radius))
    colours = np.asarray(inside, np.float32) / np.maximum(np.asarray(weight, np.float32)[..., None] / 255, 0.05)
    spread = Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8))
    known = ImageChops.lighter(sure, weight.point(lambda w: 0 if w > 16 else 255))
    person = Image.composite(picture, spread, known)
    person.putalpha(matte)
    return person


def lit_like(ground, person, rng, at=(0, 0)):
    """RGB of a person, drawn some way towards the light of the ground at `at`; now and then not at all."""
    colours = np.asarray(person.convert("RGB"), np.float32)
    alpha = np.asarray(person.getchannel("A"), np.float32)[..., None] / 255
    box = (max(0, at[0]), max(0, at[1]), min(ground.width, at[0] + person.width), min(ground.height, at[1] + person.height))
    if alpha.sum() < 1 or box[2] <= box[0] or box[3] <= box[1]:
        return person.convert("RGB")
    there = np.asarray(ground.crop(box), np.float32).mean((0, 1)) + 8
    here = (colours * alpha).sum((0, 1)) / alpha.sum() + 8
    gains = np.clip(there / here, 0.45, 1.8) ** (rng.uniform(0, 0.7) if rng.random() < 0.8 else 0)
    return Image.fromarray(np.clip(colours * gains, 0, 255).astype(np.uint8))
