"""What to learn for a photograph whose hard mask is known: the teacher's alpha, within what the mask allows."""

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageChops, ImageFilter


def dilate(mask, radius):
    """Bool [H, W] → bool [H, W]: what is within `radius` pixels of it."""
    side = torch.arange(-radius, radius + 1)
    disc = (side[:, None] ** 2 + side[None] ** 2 <= radius**2).float()
    padded = F.pad(mask[None, None].float(), (radius,) * 4, mode="replicate")
    return F.conv2d(padded, disc[None, None])[0, 0] > 0.5


def erode(mask, radius):
    """Bool [H, W] → bool [H, W]: what is farther than `radius` pixels from its outside."""
    return ~dilate(~mask, radius)


def coarsely(operation, mask, radius, step=4):
    """Morphology on a copy `step` times smaller: the radii are generous, a few pixels don't matter."""
    height, width = mask.shape
    small = F.interpolate(mask[None, None].float(), scale_factor=1 / step, mode="area")[0, 0] > 0.5
    done = operation(small, max(1, round(radius / step)))
    return F.interpolate(done[None, None].float(), size=(height, width), mode="nearest")[0, 0] > 0.5


def limit(alpha, mask, reach=0.025):
    """Alpha 0..1 [H, W] limited by a bool mask: 0 outside the dilated, 1 inside the eroded mask, by `reach` of the
    height, so that the student unlearns the teacher's leaks and holes."""
    radius = reach * mask.shape[0]
    alpha = torch.where(coarsely(erode, mask, radius), torch.ones_like(alpha), alpha)
    return torch.where(coarsely(dilate, mask, radius), alpha, torch.zeros_like(alpha))


def to_picture(alpha, believed):
    """Alpha as grey and, as the picture's own alpha, where it is believed."""
    grey, known = ((part.float().clamp(0, 1) * 255).round().to(torch.uint8).numpy() for part in (alpha, believed))
    return Image.fromarray(np.dstack([grey, known]), "LA")


def uncertain(mask):
    """Where a hard mask (PIL, L) tells the alpha: all but a band of 0.025 of the height along its edge; L, 255 is told."""
    small = mask.resize((max(1, mask.width // 4), max(1, mask.height // 4)), Image.Resampling.BOX)
    size = 2 * max(1, round(0.025 * small.height)) + 1
    inside, around = small.filter(ImageFilter.MinFilter(size)), small.filter(ImageFilter.MaxFilter(size))
    band = ImageChops.difference(around, inside).point(lambda value: 0 if value > 25 else 255)
    return band.resize(mask.size, Image.Resampling.NEAREST)
