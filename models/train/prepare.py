"""Teacher mattes, computed once into `CACHE/FOLDER/ID.png`; an interrupted run goes on where it stopped."""

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from graph import Graph
from pictures import find_examples
from target import fuse, limit, to_bytes


def to_tensor(picture):
    """PIL RGB → float [1, 3, H, W] in -1..1, MODNet's input and ours."""
    return torch.from_numpy(np.asarray(picture, np.float32).transpose(2, 0, 1)[None] / 127.5 - 1)


def fit(size, short_side, multiple):
    """(width, height) near `short_side` with the picture's aspect, sides multiples of `multiple`."""
    scale = short_side / min(size)
    return tuple(max(multiple, round(side * scale / multiple) * multiple) for side in size)


@torch.no_grad()
def look(teacher, picture, short_side):
    """The teacher's alpha [H, W] of a PIL picture seen at `short_side`, at the picture's own size."""
    width, height = picture.size
    device = next(teacher.parameters()).device
    small = picture.resize(fit(picture.size, short_side, 32), Image.Resampling.BILINEAR)
    (alpha,) = teacher(to_tensor(small).to(device))
    return F.interpolate(alpha, size=(height, width), mode="bilinear", align_corners=False)[0, 0].cpu()


def prepare(settings, root, cache, modnet, device, log=print):
    """Makes every matte that is still missing, folder by folder; training may start on the first ones meanwhile."""
    teacher = Graph(modnet, ["output"]).eval().to(device)
    folders = [find_examples(root, cache, data) for data in settings.data if data.kind in ("masks", "street")]
    waiting = [e for folder in folders for e in folder if not e.matte.exists()]
    for i, example in enumerate(waiting):
        picture = Image.open(example.picture).convert("RGB")
        mask = torch.from_numpy(np.asarray(Image.open(example.truth).convert("L").resize(picture.size)) > 127)
        looks = [look(teacher, picture, side) for side in settings.teacher_sides]
        alpha = fuse(*looks, 0.02 * picture.height) if len(looks) == 2 else looks[0]
        example.matte.parent.mkdir(parents=True, exist_ok=True)
        aside = example.matte.with_suffix(".part")
        Image.fromarray(to_bytes(limit(alpha, mask))).save(aside, format="png")
        aside.rename(example.matte)
        if i % 50 == 49 or i + 1 == len(waiting):
            log(f"{i + 1} of {len(waiting)} teacher mattes")
