"""Step by step the same batches for the same seed, so that a run which was stopped goes on as if it hadn't been."""

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from augment import augment

ASPECTS = ((3, 4), (3, 4), (2, 3), (1, 1), (4, 3))


class Batches(Dataset):
    """Item `k` is the batch of step `k`: pictures [N, 3, H, W] in -1..1, alpha and where it is believed
    [N, 1, H, W]; sizes differ."""

    def __init__(self, settings, scenes):
        self.settings, self.scenes = settings, scenes

    def __len__(self):
        return self.settings.steps

    def __getitem__(self, step):
        rng = np.random.default_rng([self.settings.seed, step])
        side = int(rng.choice(self.settings.short_sides))
        w, h = ASPECTS[rng.integers(len(ASPECTS))]
        size = tuple(round(side * part / min(w, h) / 32) * 32 for part in (w, h))
        count = max(1, round(self.settings.pixels / (size[0] * size[1])))
        drawn = [augment(*self.scenes.draw(rng), size, rng) for _ in range(count)]
        pictures, alphas, known = (torch.from_numpy(np.ascontiguousarray(np.stack(part))) for part in zip(*drawn))
        return pictures.float(), alphas.float(), known


def from_step(batches, step, workers=1):
    """The batches from `step` on, made ahead in other processes."""
    return DataLoader(batches, batch_size=None, sampler=range(step, len(batches)), num_workers=workers)
