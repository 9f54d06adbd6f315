"""A portrait network for phones: 256 × 256, a picture and perhaps the mask of the frame before in, whether it is a person out.

An encoder of inverted residuals (Sandler et al. 2018, MobileNetV2) with hard swish (Howard et al. 2019, MobileNetV3), and a
decoder that enlarges bilinearly and adds what the encoder saw (Ronneberger et al. 2015, U-Net), with PReLU (He et al. 2015).
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

SIDE = 256


@dataclass(frozen=True)
class Shape:
    """What decides the layers: `channels` 3 or 4, `head` sigmoid or softmax, `width` a factor of all widths."""

    channels: int = 4
    head: str = "sigmoid"
    width: float = 1.0


def _conv(inside, outside, kernel=1, stride=1, groups=1, act=None):
    layers = [
        nn.Conv2d(inside, outside, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outside),
    ]
    return nn.Sequential(*layers, *([act] if act else []))


class Inverted(nn.Module):
    """Widen, look around, narrow; what came in is added where the sizes allow it."""

    def __init__(self, inside, outside, stride, kernel, act):
        super().__init__()
        wide = 3 * inside
        self.layers = nn.Sequential(
            _conv(inside, wide, act=act()),
            _conv(wide, wide, kernel, stride, wide, act=act()),
            _conv(wide, outside),
        )
        self.adds = stride == 1 and inside == outside

    def forward(self, x):
        return x + self.layers(x) if self.adds else self.layers(x)


class Up(nn.Module):
    """Twice as large, with what the encoder saw at that size added."""

    def __init__(self, inside, outside):
        super().__init__()
        self.narrow = _conv(inside, outside)
        self.refine = nn.Sequential(
            _conv(outside, outside, 3, groups=outside), _conv(outside, outside, act=nn.PReLU(outside))
        )

    def forward(self, x, seen):
        x = nn.functional.interpolate(self.narrow(x), scale_factor=2.0, mode="bilinear", align_corners=False)
        return self.refine(x + seen)


class Mobile(nn.Module):
    """Logits [N, 1 or 2, 256, 256] of pictures (and masks) [N, 3 or 4, 256, 256], 0..1; of two classes the second is the person."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        a, b, c, d, e = (max(4, round(shape.width * n / 4) * 4) for n in (8, 16, 24, 32, 48))
        relu6, swish = nn.ReLU6, nn.Hardswish
        self.stem = _conv(shape.channels, a, 3, 2, act=nn.Hardswish())
        self.at4 = nn.Sequential(Inverted(a, b, 2, 3, relu6), Inverted(b, b, 1, 3, relu6))
        self.at8 = nn.Sequential(Inverted(b, c, 2, 5, swish), Inverted(c, c, 1, 5, swish))
        self.at16 = nn.Sequential(Inverted(c, d, 2, 3, swish), Inverted(d, d, 1, 3, swish))
        self.at32 = nn.Sequential(Inverted(d, e, 2, 5, swish), Inverted(e, e, 1, 5, swish))
        self.up16, self.up8, self.up4, self.up2 = Up(e, d), Up(d, c), Up(c, b), Up(b, a)
        self.enlarge = nn.ConvTranspose2d(a, a, 2, 2)
        self.last = nn.Conv2d(a + shape.channels, 2 if shape.head == "softmax" else 1, 3, padding=1)

    def forward(self, x):
        at2 = self.stem(x)
        at4 = self.at4(at2)
        at8 = self.at8(at4)
        at16 = self.at16(at8)
        y = self.up8(self.up16(self.at32(at16), at16), at8)
        y = self.enlarge(self.up2(self.up4(y, at4), at2))
        return self.last(torch.cat([y, x], 1))


def person_of(logits):
    """The log-odds of a person [N, 1, H, W]: of a softmax over two classes those are the difference."""
    return logits if logits.shape[1] == 1 else logits[:, 1:] - logits[:, :1]


class Ended(nn.Module):
    """The network as it is exported: normalisations folded into convolutions, and its head at the end."""

    def __init__(self, network):
        super().__init__()
        self.network = _folded(network.eval()).requires_grad_(False)

    def forward(self, x):
        logits = self.network(x)
        return torch.sigmoid(logits) if logits.shape[1] == 1 else torch.softmax(logits, 1)


def _folded(module):
    for child in module.children():
        _folded(child)
    if isinstance(module, nn.Sequential) and len(module) > 1 and isinstance(module[1], nn.BatchNorm2d):
        module[0] = fuse_conv_bn_eval(module[0], module[1])
        del module[1]
    return module
