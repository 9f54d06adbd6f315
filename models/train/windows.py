"""Steps that look at edges only: of each picture some windows, of which all but the last layers know beforehand."""

import torch
import torch.nn.functional as F

from losses import band_of

SIDE = 224
"""Pixels of a window, a multiple of 8."""
RIM = 12
"""So near to a window's rim layers see too little of the picture: nothing is learnt there, but where the picture ends, too."""


def places(alpha, count, generator):
    """Left upper corners (y, x), multiples of 8, of `count` windows around edges of alpha [1, H, W]; anywhere in a picture
    without edges."""
    height, width = alpha.shape[1:]
    edges = torch.nonzero(band_of(F.avg_pool2d(alpha[None], 8), 1)[0, 0]) * 8
    for _ in range(count):
        if len(edges):
            middle = edges[torch.randint(len(edges), (1,), generator=generator)][0]
            at = middle - SIDE // 2 + torch.randint(-60, 61, (2,), generator=generator)
        else:
            at = torch.cat([torch.randint(max(1, side), (1,), generator=generator) for side in (height, width)])
        yield tuple(int(min(max(0, a), side - SIDE)) // 8 * 8 for a, side in zip(at, (height, width)))


def cut(part, picture, place):
    """The window at `place` of one map [C, h, w], whose size is a power of two below the picture's."""
    scale = picture.shape[-1] // part.shape[-1]
    y, x, side = place[0] // scale, place[1] // scale, SIDE // scale
    return part[:, y : y + side, x : x + side]


def seen_whole(place, picture):
    """Where a window at `place` of a picture [C, H, W] sees all that is around, bool [1, SIDE, SIDE]: not near to a rim within it."""
    seen = torch.ones(1, SIDE, SIDE, dtype=torch.bool)
    for axis, (at, side) in enumerate(zip(place, picture.shape[1:]), start=1):
        if at > 0:
            seen.narrow(axis, 0, RIM).fill_(False)
        if at + SIDE < side:
            seen.narrow(axis, SIDE - RIM, RIM).fill_(False)
    return seen


def windows(network, pictures, alphas, known, count, generator):
    """Logits and their targets of `count` windows a picture: (logits, alphas, pictures, known), each [N · count, …]. Gradients
    reach `Decoder.where` only."""
    with torch.no_grad():
        *seen, _ = network.decoder.what(pictures, network.backbone(F.avg_pool2d(pictures, 2, count_include_pad=False)))
    chosen = [(i, place) for i in range(len(pictures)) for place in places(alphas[i], count, generator)]

    def taken(part):
        return torch.stack([cut(part[i], pictures[i], place) for i, place in chosen])

    inner = torch.stack([seen_whole(place, pictures[i]) for i, place in chosen]).to(known.device)
    window = taken(pictures)
    logits = network.decoder.where(window, *(taken(part) for part in seen))
    return logits, taken(alphas), window, taken(known) & inner
