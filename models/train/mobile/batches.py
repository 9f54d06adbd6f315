"""The batch of a step: the same for the same seed and step."""

import numpy as np
import torch
import torch.nn.functional as F

from network import SIDE
from pictures import load


def _affine(rng, angle, scale, shift, mirror=False):
    a, s = rng.normal(0, angle), np.exp(rng.normal(0, scale))
    x, y = rng.normal(0, shift, 2)
    flip = -1.0 if mirror and rng.random() < 0.5 else 1.0
    matrix = [[flip * np.cos(a) / s, -np.sin(a) / s, x], [flip * np.sin(a) / s, np.cos(a) / s, y]]
    return torch.tensor([matrix], dtype=torch.float32)


def _moved(values, matrix):
    """[C, 256, 256] through an affine map; what comes in from outside is what lies at the edge."""
    grid = F.affine_grid(matrix, (1, *values.shape), align_corners=False)
    return F.grid_sample(values[None], grid, mode="bilinear", padding_mode="border", align_corners=False)[0]


def _lit(picture, rng):
    """Other light, colour and noise."""
    gain = torch.from_numpy(np.exp(rng.normal(0, 0.15, (3, 1, 1))) * np.exp(rng.normal(0, 0.2))).float()
    noise = torch.from_numpy(rng.normal(0, rng.uniform(0, 0.04), (3, SIDE, SIDE))).float()
    return ((picture * gain) ** float(np.exp(rng.normal(0, 0.15))) + noise).clamp(0, 1)


def previous_mask(mask, another, rng):
    """The mask of a frame before, as a network would have drawn it: none, this one moved and softened, or another's.

    A third of the time there is none, as in a first frame, and one time in ten it is another's, so that what moved or
    changed is seen anew and not copied.
    """
    kind = rng.random()
    if kind < 0.33:
        return torch.zeros_like(mask)
    drawn = another if kind > 0.9 else _moved(mask, _affine(rng, 0.06, 0.06, 0.05))
    radius = int(rng.integers(0, 5))
    if radius and rng.random() < 0.5:
        # A little too large or too small.
        size = 2 * radius + 1
        drawn = F.max_pool2d(drawn, size, 1, radius) if rng.random() < 0.5 else -F.max_pool2d(-drawn, size, 1, radius)
    if radius:
        drawn = F.avg_pool2d(drawn, 2 * radius + 1, 1, radius, count_include_pad=False)
    return drawn


def batch_of(pairs, step, size, channels, seed=1):
    """Pictures (with masks before) [size, channels, 256, 256] and masks [size, 1, 256, 256], 0..1."""
    rng = np.random.default_rng([seed, step])
    inputs, masks = [], []
    for _ in range(size):
        _, *files = pairs[rng.integers(len(pairs))]
        picture, mask = (torch.from_numpy(part.copy()).float() / 255 for part in load(*files))
        matrix = _affine(rng, 0.12, 0.15, 0.12, mirror=True)
        picture, mask = _lit(_moved(picture, matrix), rng), _moved(mask, matrix)
        if channels == 4:
            _, *others = pairs[rng.integers(len(pairs))]
            another = torch.from_numpy(load(*others)[1].copy()).float() / 255
            picture = torch.cat([picture, previous_mask(mask, another, rng)])
        inputs.append(picture)
        masks.append(mask)
    return torch.stack(inputs), torch.stack(masks)
