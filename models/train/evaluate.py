"""How good a network is on the pictures of its training set that it never saw, source by source."""

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from looking import fit, to_tensor
from scenes import Scenes
from cutting import load


def held_out(settings, root, cache, made=16):
    """(kind, picture, matte, known) of what is held out: at most `held_out_most` pictures of people, as many of each folder,
    and scenes made of held-out parts, `made` of each kind."""
    scenes = Scenes(settings, root, cache, held_out=True)
    folders = scenes.kinds["people"]
    most = max(1, settings.held_out_most // max(1, len(folders)))
    found = [(e.id.rsplit("/", 1)[0], *load(e)) for _, folder in folders for e in folder[:: max(1, -(-len(folder) // most))]]
    makers = {"nobody": scenes.nobody} if scenes.kinds["grounds"] else {}
    if settings.mix.far:
        makers["far"] = scenes.far
    if scenes.kinds["cuttable"]:
        makers["laid"] = scenes.composite
    rng = np.random.default_rng(settings.seed)
    return found + [(kind, *make(rng)) for kind, make in makers.items() for _ in range(made)]


def differences(alpha, truth, known):
    """IoU, MAD and the mean difference of gradients, of what is known."""
    both, either = ((alpha > 0.5) & (truth > 0.5) & known).sum(), (((alpha > 0.5) | (truth > 0.5)) & known).sum()
    slopes = [np.hypot(*np.gradient(matte)) for matte in (alpha, truth)]
    grad = (np.abs(slopes[0] - slopes[1]) * known).sum() / max(1, known.sum())
    return {"iou": both / max(1, either), "mad": np.abs(alpha - truth)[known].mean() if known.any() else 0, "grad": grad}


@torch.no_grad()
def evaluate(network, cases, short_side=352):
    """Means over `held_out` cases: `empty`, the share of nobody's with a mean below 1 %, and `KIND iou`, `KIND mad`,
    `KIND grad` of each folder and each kind of made scenes."""
    network.eval()
    device = next(network.parameters()).device
    results = {}
    for kind, picture, matte, known in cases:
        small = picture.resize(fit(picture.size, short_side, 32), Image.Resampling.BILINEAR)
        alpha = torch.sigmoid(network(to_tensor(small).to(device))[0].float())
        alpha = F.interpolate(alpha, size=picture.size[::-1], mode="bilinear", align_corners=False)[0, 0].cpu().numpy()
        if kind == "nobody":
            results.setdefault("empty", []).append(float(alpha.mean() < 0.01))
            continue
        found = differences(alpha, np.asarray(matte, np.float32) / 255, np.asarray(known) > 127)
        for name, value in found.items():
            results.setdefault(f"{kind} {name}", []).append(value)
    return {name: round(float(np.mean(values)), 5) for name, values in results.items()}


def score(result):
    """What a checkpoint is chosen by: more is better, each source counts alike."""
    def mean(ending):
        values = [value for name, value in result.items() if name.endswith(f" {ending}")]
        return float(np.mean(values)) if values else 0.0

    return mean("iou") - 2 * mean("mad") - 10 * mean("grad") + 0.1 * result.get("empty", 0)
