"""What a matte is told off for."""

import torch
import torch.nn.functional as F


def band_of(alpha, radius=4):
    """1 near the edges of alpha [N, 1, H, W], else 0: where it changes by more than 0.1 within `radius` pixels."""
    size = 2 * radius + 1
    spread = F.max_pool2d(alpha, size, 1, radius) + F.max_pool2d(-alpha, size, 1, radius)
    return (spread > 0.1).to(alpha.dtype)


def laplacian(alpha, levels=4):
    """Differences between the levels of a pyramid (Hou and Liu 2019, Context-Aware Image Matting)."""
    bands = []
    for _ in range(levels):
        smaller = F.avg_pool2d(alpha, 2)
        bands.append(alpha - F.interpolate(smaller, scale_factor=2.0, mode="bilinear", align_corners=False))
        alpha = smaller
    return bands


def gradient(alpha):
    """Forward differences along both axes, each [N, 1, H, W] less a row or column."""
    return alpha[..., 1:, :] - alpha[..., :-1, :], alpha[..., 1:] - alpha[..., :-1]


def within(band, error):
    """Mean of an error in the band, 0 where there is none: edges count alike, however small their share of a picture is."""
    return (band * error).sum() / band.sum().clamp(min=1)


def matting_loss(logits, semantic, target, picture, known):
    """The training loss and its parts.

    `logits`, `target` [N, 1, H, W]; `semantic` logits [N, 1, H/8, W/8]; `picture` [N, 3, H, W] in -1..1. Alpha errors count
    five times in the band along edges, as MODNet's detail branch is taught there alone (Ke et al. 2022); the
    compositional term weighs them by the colours they would show (Xu et al. 2017).
    What is not `known` (bool [N, 1, H, W]) costs nothing: there the network's own alpha is taken for the target.
    """
    alpha = torch.sigmoid(logits)
    target = torch.where(known, target, alpha.detach())
    band = band_of(target)
    weight = 1 + 4 * band
    weight = weight / weight.mean()
    error = (alpha - target).abs()
    parts = {
        "alpha": 2 * (weight * error).mean(),
        "cross": 0.5 * (weight * F.binary_cross_entropy_with_logits(logits, target, reduction="none")).mean(),
        "laplacian": sum(
            2**level * (a - b).abs().mean() for level, (a, b) in enumerate(zip(laplacian(alpha), laplacian(target)))
        ),
        "gradient": 2 * sum((a - b).abs().mean() for a, b in zip(gradient(alpha), gradient(target))),
        "detail": 2 * within(band, error),
        "slopes": sum(
            within(part, (a - b).abs()) for a, b, part in zip(gradient(alpha), gradient(target), (band[..., 1:, :], band[..., 1:]))
        ),
        "composition": 0.5 * (weight * error * (picture + 1) / 2).mean(),
        "semantic": 0.5 * F.binary_cross_entropy_with_logits(semantic, F.avg_pool2d(target, 8)),
    }
    return sum(parts.values()), {name: float(part.detach()) for name, part in parts.items()}
