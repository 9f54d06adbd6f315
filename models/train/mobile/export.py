"""A checkpoint as ONNX, with a sample of what it gives."""

import warnings

import numpy as np
import torch
from PIL import Image

from batches import previous_mask
from network import SIDE, Ended
from pictures import find_pairs, load
from train import open_network


def export(checkpoint, out, data=None, sample=None):
    """Writes `out`: `input` [1, 3 or 4, 256, 256], 0..1, to `output` [1, 1 or 2, 256, 256].

    With `sample` one picture of `data`, with a mask before as it is trained on, and its alpha: `SAMPLE.png`, whose alpha channel
    is the mask before, and `SAMPLE.alpha.png`, 16 bits.
    """
    network = open_network(checkpoint)
    channels = network.shape.channels
    ended = Ended(network)
    warnings.filterwarnings("ignore")
    torch.onnx.export(
        ended, torch.zeros(1, channels, SIDE, SIDE), out, opset_version=17, input_names=["input"], output_names=["output"]
    )
    if not sample:
        return
    _, *files = find_pairs(data)[0]
    picture, mask = (torch.from_numpy(part.copy()).float() / 255 for part in load(*files))
    # The first random one that is neither empty nor another's.
    befores = (previous_mask(mask, mask, np.random.default_rng(seed)) for seed in range(100))
    given = torch.cat([picture, next(before for before in befores if before.any())])[:channels]
    levels = (given * 255).round()
    with torch.no_grad():
        alpha = ended(levels[None] / 255)[0, -1]
    mode = "RGBA" if channels == 4 else "RGB"
    Image.fromarray(levels.permute(1, 2, 0).numpy().astype(np.uint8), mode).save(f"{sample}.png")
    Image.fromarray((alpha * 65535).round().numpy().astype(np.uint16)).save(f"{sample}.alpha.png")
