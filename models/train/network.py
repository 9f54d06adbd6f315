"""The network portrait-s: MODNet's MobileNetV2 with a narrow decoder of our own."""

import torch
import torch.nn.functional as F
from torch import nn

from graph import Graph

# Values inside MODNet's ONNX file: 16 channels at 1/2, 24 at 1/4, 32 at 1/8, 96 at 1/16, 1280 at 1/32 of the picture.
TAPS = ("1018", "476", "514", "603", "658")

# The decoder's layers that draw the outlines and were added last.
EDGES = ("wide4", "stem2", "wide2", "head2")

# The decoder's layers that say what a person is, at 1/32 to 1/8. All others see details.
SEMANTICS = ("reduce32", "context", "around32", "semantic", "tap16", "around16", "tap8", "around8")


PARTS = ("backbone", "semantics", "detail")


def part_of(name):
    """The one of `PARTS` that a tensor of the network's state belongs to."""
    if name.startswith("backbone."):
        return "backbone"
    return "semantics" if name.removeprefix("decoder.").startswith(SEMANTICS) else "detail"


def conv(inside, outside, kernel=3, stride=1, groups=1):
    """Convolution, batch normalisation, ReLU; the normalisation is folded away when exported."""
    return nn.Sequential(
        nn.Conv2d(inside, outside, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


def separable(inside, outside, kernel=5):
    """Depthwise then 1×1 convolution (MobileNets, Howard et al. 2017), in place of MODNet's wide 5×5."""
    depthwise = nn.Conv2d(inside, inside, kernel, 1, kernel // 2, groups=inside, bias=False)
    return nn.Sequential(depthwise, nn.BatchNorm2d(inside), conv(inside, outside, 1))


class Residual(nn.Module):
    """Adds what it sees around each place. It adds zero at first, so the output of earlier checkpoints does not change."""

    def __init__(self, channels):
        super().__init__()
        depthwise = nn.Conv2d(channels, channels, 5, 1, 2, groups=channels, bias=False)
        last = nn.BatchNorm2d(channels)
        nn.init.zeros_(last.weight)
        self.seen = nn.Sequential(
            depthwise,
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels, channels, 1, bias=False),
            last,
        )

    def forward(self, x):
        return x + self.seen(x)


def silent(inside, outside, kernel=1):
    """A convolution that gives nothing at first."""
    layer = nn.Conv2d(inside, outside, kernel, 1, kernel // 2)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


def within(x, alpha):
    """The mean of `x` [N, C, H/32, W/32] within the foreground, [N, C, 1, 1]. `alpha`: [N, 1, H, W]."""
    share = F.avg_pool2d(alpha, 32, count_include_pad=False)
    return F.adaptive_avg_pool2d(x * share, 1) / (F.adaptive_avg_pool2d(share, 1) + 1e-3)


def down(x):
    return F.avg_pool2d(x, 2, count_include_pad=False)


def up(x):
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


def plain(inside, outside, kernel=3, stride=1, padding=1):
    """Convolution with a bias, then ReLU. Without normalisation, because it was added to a network whose statistics are fixed."""
    layer = nn.Conv2d(inside, outside, kernel, stride, padding)
    nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
    nn.init.zeros_(layer.bias)
    return nn.Sequential(layer, nn.ReLU(inplace=True))


class Decoder(nn.Module):
    """From the backbone's taps and the picture to alpha; the number in a layer's name is the divisor of its resolution: `wide4` works at 1/4.

    Every concatenation has a multiple of four channels, which WebGPU kernels read four at a time.
    """

    def __init__(self):
        super().__init__()
        self.shrink2 = nn.Conv2d(3, 4, 2, 2)
        self.reduce32 = conv(1280, 96, 1)
        self.context = silent(1280, 96)
        self.around32 = nn.Sequential(Residual(96), Residual(96))
        self.semantic16 = separable(96, 64)
        self.tap16 = silent(96, 64)
        self.around16 = nn.Sequential(Residual(64), Residual(64))
        self.semantic8 = separable(64, 40)
        self.tap8 = silent(32, 40)
        self.around8 = Residual(40)
        self.semantic = nn.Conv2d(40, 1, 1)
        self.tap2 = conv(16, 12, 1)
        self.detail4 = conv(16, 20, 3, 2)
        self.tap4 = conv(24, 16, 1)
        self.mix4 = conv(36, 32)
        self.fuse4 = nn.Sequential(conv(32 + 40 + 4, 32), conv(32, 24))
        self.fuse2 = nn.Sequential(conv(24 + 12, 16), conv(16, 16))
        self.lift4 = conv(40, 16, 1)
        self.join2 = conv(32, 16)
        self.wide4 = nn.Sequential(plain(24 + 40 + 24, 32), plain(32, 32))
        self.stem2 = plain(3, 16, 4, 2, 1)
        self.wide2 = nn.Sequential(plain(32 + 16 + 16 + 16, 32), plain(32, 24))
        self.head2 = nn.Conv2d(24 + 16, 4, 3, 1, 1)
        self.person = silent(1280, 1)
        with torch.no_grad():
            # Box averages of red, green, blue and of all three.
            self.shrink2.weight.zero_()
            for c in range(3):
                self.shrink2.weight[c, c] = 1 / 4
                self.shrink2.weight[3, c] = 1 / 12
            self.shrink2.bias.zero_()

    def forward(self, picture, taps):
        """`picture` [N, 3, H, W] in -1..1 and the backbone's `taps` of it → alpha [N, 1, H, W] and semantic [N, 1, H/8, W/8],
        both before the sigmoid."""
        tap2, tap4, tap8, tap16, deep = taps
        half = self.shrink2(picture)
        # Squeezed context (as in SE-Nets, Hu et al. 2018, but added): is there a person in the picture at all?
        deep = self.reduce32(deep) + self.context(F.adaptive_avg_pool2d(deep, 1))
        deep = self.around32(deep)
        low16 = self.around16(self.semantic16(up(deep)) + self.tap16(tap16))
        low8 = self.around8(self.semantic8(up(low16)) + self.tap8(tap8))
        low4 = up(low8)
        narrow2 = self.tap2(tap2)
        high4 = self.detail4(torch.cat([half, narrow2], 1))
        high4 = self.mix4(torch.cat([high4, self.tap4(tap4)], 1))
        high4 = self.fuse4(torch.cat([high4, low4, down(half)], 1))
        high2 = self.fuse2(torch.cat([up(high4), narrow2], 1))
        high2 = self.join2(torch.cat([up(self.lift4(low4)), high2], 1))
        wide4 = self.wide4(torch.cat([high4, low4, tap4], 1))
        wide2 = self.wide2(torch.cat([up(wide4), tap2, high2, self.stem2(picture)], 1))
        # One output for each of the four pixels under a half-size one (Shi et al. 2016): full-size convolutions over
        # few channels cost the most time for the least arithmetic.
        return F.pixel_shuffle(self.head2(torch.cat([wide2, high2], 1)), 2), self.semantic(low8)


class PortraitS(nn.Module):
    """The whole network. `modnet` is the path of MODNet's ONNX file."""

    def __init__(self, modnet):
        super().__init__()
        self.backbone = Graph(modnet, TAPS)
        self.decoder = Decoder()

    def forward(self, picture):
        """[N, 3, H, W] in -1..1, sides multiples of 32 → alpha and semantic logits, see `Decoder`."""
        return self.decoder(picture, self.backbone(picture))

    def tune_backbone(self):
        """Lets training change the backbone; returns its parameters."""
        return [parameter.requires_grad_(True) for parameter in self.backbone.parameters()]


class Matte(nn.Module):
    """What is exported: a picture in -1..1 → alpha 0..1, [N, 1, H, W], and the log-odds that the foreground is a person and not an animal, [N, 1, 1, 1]."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, picture):
        taps = self.network.backbone(picture)
        decoder = self.network.decoder
        alpha = torch.sigmoid(decoder(picture, taps)[0])
        return alpha, decoder.person(within(taps[-1], alpha))
