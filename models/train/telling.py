"""Fits the layer `person` of the network, which tells people from animals: logistic regression over what the backbone sees where the matte is.
Mattes are the network's own for people, exact alpha for composites, and a fixed rectangle in the middle for photographs of animals.

Everything else in the network stays as it is. So it is fitted last, and again after any other training or blending.
"""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from checkpoint import load_whole, save
from cutting import load
from looking import fit, to_tensor
from network import PortraitS, within
from pictures import PICTURES
from scenes import Scenes

SIDE = 384
MOST = 300
"""Pictures of people of each folder."""
LEAST = 0.004
"""Mattes with a smaller mean say nothing about what is there."""
PENALTY = 0.003
"""Weight of the squared coefficients, which are those of standardised values."""
FOLDS = 5


@torch.no_grad()
def seen(network, picture, region=None):
    """What the backbone sees of the foreground, [1280], or None where there is next to none. `region`: L, of the picture's size, in place of the network's matte."""
    tensor = to_tensor(picture.convert("RGB").resize(fit(picture.size, SIDE, 32), Image.Resampling.BOX))
    taps = network.backbone(tensor)
    if region is None:
        alpha = torch.sigmoid(network.decoder(tensor, taps)[0])
    else:
        small = region.resize(tensor.shape[:1:-1], Image.Resampling.BOX)
        alpha = torch.from_numpy(np.asarray(small, np.float32)[None, None] / 255)
    return within(taps[-1], alpha)[0, :, 0, 0].numpy() if float(alpha.mean()) > LEAST else None


def near_foreground(picture, matte, rng):
    """The picture cropped to its foreground, in half of the cases without the upper part of that."""
    box = matte.point(lambda a: 255 * (a > 127)).getbbox()
    if not box:
        return picture
    left, top, right, bottom = box
    margin = rng.uniform(0.02, 0.5)
    across, down = margin * (right - left), margin * (bottom - top)
    if rng.random() < 0.5:
        top += (bottom - top) * rng.uniform(0, 0.4)
        down = 0
    box = (max(0, left - across), max(0, top - down), min(picture.width, right + across), min(picture.height, bottom + down))
    return picture.crop([round(side) for side in box]) if min(box[2] - box[0], box[3] - box[1]) > 48 else picture


def people(network, scenes, rng):
    """(group, values) of people as they were photographed, whole and cropped, and of small ones on other grounds."""
    for _, folder in scenes.kinds["people"]:
        for example in folder[:: max(1, -(-len(folder) // MOST))]:
            picture, matte, _ = load(example)
            shown = picture if rng.random() < 0.5 else near_foreground(picture, matte, rng)
            yield example.id, seen(network, shown)
    for i in range(MOST if scenes.kinds["cutouts"] else 0):
        picture, matte, _ = scenes.far(rng)
        yield f"far {i}", seen(network, picture, matte)


def parts(photograph, rng):
    """(picture, region) of a photograph with an animal in the middle: whole, then cropped."""
    for i in range(9):
        cut = (0, 0, 1, 1) if i == 0 else (*rng.uniform(0, 0.25, 2), *rng.uniform(0.75, 1, 2))
        shown = photograph.crop([round(share * side) for share, side in zip(cut, photograph.size * 2)])
        w, h = shown.size
        middle = Image.new("L", shown.size)
        middle.paste(255, (w // 5, h // 5, w * 4 // 5, h * 9 // 10))
        yield shown, middle


def composites(cutout, scenes, rng):
    """(picture, region) of an animal that is cut out, RGBA, laid on grounds."""
    for _ in range(4):
        size = ((512, 512), (640, 480), (480, 640))[rng.integers(3)]
        scale = rng.uniform(0.4, 1.5) * size[1] / max(cutout.size)
        animal = cutout.resize([max(8, round(side * scale)) for side in cutout.size])
        at = (round(rng.uniform(-0.15, 0.6) * size[0]), round(rng.uniform(-0.1, 0.5) * size[1]))
        ground, matte = scenes.ground(size, rng), Image.new("L", size)
        ground.paste(animal, at, animal)
        matte.paste(animal.getchannel("A"), at)
        yield ground, matte


def animals(network, scenes, folder, rng):
    """(group, values) of the photographs of animals in `folder`, and of the animals that are cut out in it."""
    for path in sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() in PICTURES):
        picture = Image.open(path)
        if picture.mode in ("LA", "PA") or "transparency" in picture.info:
            picture = picture.convert("RGBA")
        views = composites(picture, scenes, rng) if picture.mode == "RGBA" else parts(picture, rng)
        for shown, region in views:
            yield path.name, seen(network, shown, region)


def logistic(values, are_people):
    """Coefficients [n] and bias of a logistic regression in which both kinds count alike."""
    mean, deviation = values.mean(0), values.std(0) + 1e-3 * values.std()
    x, y = (torch.tensor(part, dtype=torch.float32) for part in ((values - mean) / deviation, are_people))
    share = torch.where(y > 0, 0.5 / y.sum(), 0.5 / (1 - y).sum())
    weights, bias = torch.zeros(x.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=300, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        wrong = (share * F.binary_cross_entropy_with_logits(x @ weights + bias, y, reduction="none")).sum()
        total = wrong + PENALTY * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    coefficients = weights.detach().numpy() / deviation
    return coefficients, float(bias.detach()) - float(coefficients @ mean)


def fit_person(settings, root, cache, checkpoint, modnet, folder, out, log=print):
    """Writes `out`: `checkpoint` with the layer fitted to the settings' people and to the animals in `folder`. Logs the log-odds of pictures that
    the layer was not fitted to, in five folds.

    Raises ValueError where the checkpoint is of another network, or there are too few pictures of people or of animals."""
    network = PortraitS(modnet).eval()
    load_whole(network, checkpoint)
    rng = np.random.default_rng(settings.seed)
    scenes = Scenes(settings, root, cache)
    groups, values, are_people = [], [], []
    for is_person, found in ((1, people(network, scenes, rng)), (0, animals(network, scenes, folder, rng))):
        for group, value in found:
            if value is not None:
                groups.append(group)
                values.append(value)
                are_people.append(is_person)
    values, are_people = np.array(values), np.array(are_people)
    for name, kind in (("people", 1), ("animals", 0)):
        if (count := len({group for group, one in zip(groups, are_people) if one == kind})) < FOLDS:
            raise ValueError(f"There are {count} pictures of {name}; at least {FOLDS} are needed.")
    folds = np.unique(groups, return_inverse=True)[1] % FOLDS
    odds = np.zeros(len(values))
    for fold in range(FOLDS):
        weights, bias = logistic(values[folds != fold], are_people[folds != fold])
        odds[folds == fold] = values[folds == fold] @ weights + bias
    for name, which in (("people", are_people == 1), ("animals", are_people == 0)):
        low, middle, high = np.percentile(odds[which], (1, 50, 99))
        log(f"{which.sum()} of {name}: log-odds {low:.1f}, {middle:.1f}, {high:.1f} (1st percentile, median, 99th)")
    weights, bias = logistic(values, are_people)
    if not np.isfinite(weights).all():
        raise ValueError("The regression has no solution.")
    with torch.no_grad():
        network.decoder.person.weight.copy_(torch.from_numpy(weights)[None, :, None, None])
        network.decoder.person.bias.fill_(bias)
    save(out, {"average": network.state_dict()})
