"""What two networks say of a photograph: MODNet, which knows edges, and ours, which knows what a person is."""

import torch
import torch.nn.functional as F
from PIL import Image

from graph import Graph
from looking import fit, to_tensor
from target import coarsely, dilate, erode


class Torch:
    """Runs ONNX files in PyTorch; `Native` is the quicker one."""

    def __init__(self, device):
        self.device, self.graphs = device, {}

    def __call__(self, path, picture):
        if path not in self.graphs:
            self.graphs[path] = Graph(path, ["output"]).eval().to(self.device)
        return self.graphs[path](picture.to(self.device))[0].cpu()


@torch.no_grad()
def look(run, path, picture, short_side, mirrored=False):
    """The alpha [H, W] that the network at `path` gives a PIL picture seen at `short_side`, at the picture's own size."""
    small = to_tensor(picture.resize(fit(picture.size, short_side, 32), Image.Resampling.BILINEAR))
    alpha = run(path, small.flip(3) if mirrored else small)
    alpha = F.interpolate(alpha, size=picture.size[::-1], mode="bilinear", align_corners=False)[0, 0]
    return alpha.flip(1) if mirrored else alpha


def agreed(edges, whats, reach=0.03):
    """Alpha and a bool where it is believed, both [H, W].

    `edges` is MODNet's alpha, `whats` are looks of ours. MODNet's alpha is believed where all say the same, and in the band
    of ours, `reach` of the height wide, where only MODNet knows. Nothing is believed where it takes for a person what
    ours takes for none, or the other way round, nor beside such a place.
    """
    radius = reach * edges.shape[0]
    sure = torch.stack(whats)
    inside = coarsely(erode, sure.mean(0) > 0.5, radius)
    outside = ~coarsely(dilate, sure.mean(0) > 0.5, radius)
    wrong = (inside & (edges < 0.6)) | (outside & (edges > 0.5))
    wrong |= (sure.amax(0) - sure.amin(0) > 0.6) & (inside | outside)
    believed = ~coarsely(dilate, wrong, 0.4 * radius)
    alpha = torch.where(inside & believed, torch.ones_like(edges), edges)
    return torch.where(outside & believed, torch.zeros_like(edges), alpha), believed
