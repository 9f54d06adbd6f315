"""What a mask is told off for."""

import torch
import torch.nn.functional as F


def focal(logits, mask, gamma=2.0):
    """Cross entropy that counts what is already right for little (Lin et al. 2017), and at most as much for either class.

    `logits` of a person and `mask` 0..1, both [N, 1, H, W].
    """
    cross = F.binary_cross_entropy_with_logits(logits, mask, reduction="none")
    wrong = (torch.sigmoid(logits) - mask).abs()
    return (wrong**gamma * cross).mean() * 4


def dice(logits, mask):
    """1 less the soft Dice coefficient of each picture (Milletari et al. 2016), with some cross entropy, which has a slope
    where nothing overlaps yet."""
    found = torch.sigmoid(logits)
    both, all = (found * mask).sum((1, 2, 3)), (found + mask).sum((1, 2, 3))
    return (1 - (2 * both + 1) / (all + 1)).mean() + 0.2 * F.binary_cross_entropy_with_logits(logits, mask)


LOSSES = {"focal": focal, "dice": dice}
