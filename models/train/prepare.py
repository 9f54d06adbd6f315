"""Teacher mattes, computed once into `CACHE/FOLDER/ID.png`; an interrupted run goes on where it stopped."""

import numpy as np
import torch
from PIL import Image

from pictures import find_examples
from target import coarsely, erode, limit, to_picture
from teachers import agreed, look


def read_mask(path, size):
    return torch.from_numpy(np.asarray(Image.open(path).convert("L").resize(size)) > 127)


def matte_of(kind, picture, truth, run, modnet, ours, side):
    """Alpha and where it is believed. `kind` is the folder's, `truth` its hard mask's path or None."""
    edges = look(run, modnet, picture, side)
    everywhere = torch.ones_like(edges, dtype=torch.bool)
    if kind in ("masks", "street"):
        return limit(edges, read_mask(truth, picture.size)), everywhere
    if kind == "crowds":
        # People are small: MODNet is heard along the mask's edge only where it sees them.
        mask = read_mask(truth, picture.size)
        alpha = limit(edges, mask, 0.015)
        return alpha, (alpha - mask.float()).abs() < 0.7
    whats = [look(run, ours, picture, 512), look(run, ours, picture, 256)]
    alpha, believed = agreed(edges, whats)
    if kind == "hair":
        deep = coarsely(erode, read_mask(truth, picture.size), 0.02 * picture.height)
        alpha, believed = torch.where(deep, torch.ones_like(alpha), alpha), believed | deep
    return alpha, believed


def prepare(settings, root, cache, modnet, ours, run, log=print):
    """Makes every matte that is still missing, folder by folder; training may start on the first ones meanwhile."""
    waiting = [
        (data.kind, example)
        for data in settings.data
        for example in find_examples(root, cache, data)
        if example.taught and not example.matte.exists()
    ]
    for i, (kind, example) in enumerate(waiting):
        picture = Image.open(example.picture).convert("RGB")
        alpha, believed = matte_of(kind, picture, example.truth, run, modnet, ours, settings.teacher_side)
        example.matte.parent.mkdir(parents=True, exist_ok=True)
        aside = example.matte.with_suffix(".part")
        to_picture(alpha, believed).save(aside, format="png")
        aside.rename(example.matte)
        if i % 50 == 49 or i + 1 == len(waiting):
            log(f"{i + 1} of {len(waiting)} teacher mattes")
