"""What to learn for a photograph whose hard mask is known: the teacher's alpha, within what the mask allows."""

import numpy as np
import torch
import torch.nn.functional as F


def dilate(mask, radius):
    """Bool [H, W] → bool [H, W]: what is within `radius` pixels of it."""
    side = torch.arange(-radius, radius + 1)
    disc = (side[:, None] ** 2 + side[None] ** 2 <= radius**2).float()
    padded = F.pad(mask[None, None].float(), (radius,) * 4, mode="replicate")
    return F.conv2d(padded, disc[None, None])[0, 0] > 0.5


def erode(mask, radius):
    """Bool [H, W] → bool [H, W]: what is farther than `radius` pixels from its outside."""
    return ~dilate(~mask, radius)


def _coarsely(operation, mask, radius, step=4):
    """Morphology on a copy `step` times smaller: the radii are generous, a few pixels don't matter."""
    height, width = mask.shape
    small = F.interpolate(mask[None, None].float(), scale_factor=1 / step, mode="area")[0, 0] > 0.5
    done = operation(small, max(1, round(radius / step)))
    return F.interpolate(done[None, None].float(), size=(height, width), mode="nearest")[0, 0] > 0.5


def fuse(near, far, radius):
    """Two looks of the teacher: where the one from afar is surely inside or outside it may only add or only remove."""
    inside = _coarsely(erode, far > 0.95, radius)
    outside = ~_coarsely(dilate, far > 0.05, radius)
    return torch.where(inside, near.maximum(far), torch.where(outside, near.minimum(far), near))


def limit(alpha, mask, reach=0.025):
    """Alpha 0..1 [H, W] limited by a bool mask: 0 outside the dilated, 1 inside the eroded mask, by `reach` of the
    height, so that the student unlearns the teacher's leaks and holes."""
    radius = reach * mask.shape[0]
    alpha = torch.where(_coarsely(erode, mask, radius), torch.ones_like(alpha), alpha)
    return torch.where(_coarsely(dilate, mask, radius), alpha, torch.zeros_like(alpha))


def to_bytes(alpha):
    return np.asarray((alpha.clamp(0, 1) * 255).round().to(torch.uint8).cpu())
