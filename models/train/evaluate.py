"""How good a network is on the pictures of its training set that it never saw."""

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from prepare import fit, to_tensor
from scenes import Scenes, load


def held_out(settings, root, cache, nobody=24):
    """(kind, picture, matte) of everything held out, at most `held_out_most` pictures of people, and empty scenes."""
    scenes = Scenes(settings, root, cache, held_out=True)
    people = [e for _, found in scenes.kinds["people"] for e in found]
    step = max(1, -(-len(people) // settings.held_out_most))
    found = [("people", *load(e)) for e in people[::step]]
    rng = np.random.default_rng(settings.seed)
    return found + [("nobody", *scenes.nobody(rng)) for _ in range(nobody if scenes.kinds["grounds"] else 0)]


@torch.no_grad()
def evaluate(network, cases, short_side=512):
    """Means over `held_out` cases: iou and mad of people's mattes, empty (share of nobody's with a mean below 1 %)."""
    network.eval()
    device = next(network.parameters()).device
    ious, mads, empty = [], [], []
    for kind, picture, matte in cases:
        small = picture.resize(fit(picture.size, short_side, 64), Image.Resampling.BILINEAR)
        alpha = torch.sigmoid(network(to_tensor(small).to(device))[0].float())
        alpha = F.interpolate(alpha, size=picture.size[::-1], mode="bilinear", align_corners=False)[0, 0].cpu().numpy()
        if kind == "nobody":
            empty.append(float(alpha.mean() < 0.01))
            continue
        truth = np.asarray(matte, np.float32) / 255
        both, either = ((alpha > 0.5) & (truth > 0.5)).sum(), ((alpha > 0.5) | (truth > 0.5)).sum()
        ious.append(both / max(1, either))
        mads.append(np.abs(alpha - truth).mean())
    means = {"iou": np.mean(ious), "iou5": np.percentile(ious, 5), "mad": np.mean(mads)}
    if empty:
        means["empty"] = np.mean(empty)
    return {name: round(float(value), 5) for name, value in means.items()}


def score(result):
    """What a checkpoint is chosen by: more is better."""
    return result["iou"] - 2 * result["mad"] + 0.1 * result.get("empty", 0)
