"""How a picture is shown to a network."""

import numpy as np
import torch


def to_tensor(picture):
    """PIL RGB → float [1, 3, H, W] in -1..1, MODNet's input and ours."""
    return torch.from_numpy(np.asarray(picture, np.float32).transpose(2, 0, 1)[None] / 127.5 - 1)


def fit(size, short_side, multiple):
    """(width, height) near `short_side` with the picture's aspect, sides multiples of `multiple`."""
    scale = short_side / min(size)
    return tuple(max(multiple, round(side * scale / multiple) * multiple) for side in size)
