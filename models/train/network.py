"""The network portrait-s: MODNet's MobileNetV2 on a half-size copy, a narrow decoder, detail read at full size."""

import torch
import torch.nn.functional as F
from torch import nn

from graph import Graph

# Values inside MODNet's ONNX file: 16 channels at 1/2, 24 at 1/4, 32 at 1/8, 96 at 1/16, 1280 at 1/32 of the
# backbone's input.
TAPS = ("1018", "476", "514", "603", "658")


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
    """Adds what it sees around each place; adds nothing at first, so that earlier checkpoints still hold."""

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


def down(x):
    return F.avg_pool2d(x, 2, count_include_pad=False)


def up(x):
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


def plain(inside, outside, kernel=3, stride=1, padding=1):
    """Convolution with a bias, ReLU: added late, to a network whose normalisations are still."""
    layer = nn.Conv2d(inside, outside, kernel, stride, padding)
    nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
    nn.init.zeros_(layer.bias)
    return nn.Sequential(layer, nn.ReLU(inplace=True))


class Fine(nn.Module):
    """A second opinion on edges, wider and deeper than the first: added to it, and silent at first."""

    def __init__(self):
        super().__init__()
        self.stem2 = plain(3, 12, 4, 2, 1)
        self.seen4 = nn.Sequential(plain(24 + 12 + 16, 24), plain(24, 24))
        self.seen2 = nn.Sequential(plain(36 + 12 + 24, 24), plain(24, 24))
        self.head2 = silent(24, 4, 3)

    def forward(self, picture, edges, high, wide, tap4):
        """`edges` at 1/2, `high`, `wide` and `tap4` at 1/4 of the picture → what to add to the logits, [N, 4, H/2, W/2]."""
        seen = up(self.seen4(torch.cat([wide, tap4, high], 1)))
        return self.head2(self.seen2(torch.cat([edges, self.stem2(picture), seen], 1)))


class Decoder(nn.Module):
    """From the backbone's taps and the picture to alpha; names say at which part of the picture's size a layer works.

    Every concatenation has a multiple of four channels, which WebGPU kernels read four at a time.
    """

    def __init__(self):
        super().__init__()
        self.shrink = nn.Conv2d(3, 4, 2, 2)
        self.stem2 = nn.Sequential(nn.Conv2d(3, 16, 4, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(inplace=True))
        self.reduce64 = conv(1280, 96, 1)
        self.context = silent(1280, 96)
        self.around64 = nn.Sequential(Residual(96), Residual(96))
        self.semantic32 = separable(96, 64)
        self.tap32 = silent(96, 64)
        self.around32 = nn.Sequential(Residual(64), Residual(64))
        self.semantic16 = separable(64, 40)
        self.tap16 = silent(32, 40)
        self.around16 = Residual(40)
        self.semantic = nn.Conv2d(40, 1, 1)
        self.tap4 = conv(16, 12, 1)
        self.detail8 = conv(16, 20, 3, 2)
        self.tap8 = conv(24, 16, 1)
        self.mix8 = nn.Sequential(conv(36, 32))
        self.fuse8 = nn.Sequential(conv(32 + 40 + 4, 32), conv(32, 24))
        self.fuse4 = nn.Sequential(conv(24 + 12, 16), conv(16, 16))
        self.lift8 = conv(40, 16, 1)
        self.join4 = conv(32, 16)
        self.edge2 = nn.Sequential(conv(16 + 4 + 16, 16), conv(16, 16))
        self.skip2 = nn.Sequential(nn.Conv2d(16 + 4 + 16, 8, 3, 1, 1), nn.ReLU(inplace=True))
        self.head2 = nn.Conv2d(24, 4, 3, 1, 1)
        self.fine = Fine()
        with torch.no_grad():
            # Box averages of red, green, blue and of all three.
            self.shrink.weight.zero_()
            for c in range(3):
                self.shrink.weight[c, c] = 1 / 4
                self.shrink.weight[3, c] = 1 / 12
            self.shrink.bias.zero_()

    def what(self, picture, taps):
        """`picture` [N, 3, H, W] in -1..1, `taps` of its half-size copy → what a person is: 24 channels and 40 at 1/8 of the
        picture's size, 12 at 1/4, and semantic logits at 1/16."""
        tap4, tap8, tap16, tap32, deep = taps
        quarter = down(self.shrink(picture))
        # Squeezed context (as in SE-Nets, Hu et al. 2018, but added): is there a person in the picture at all?
        deep = self.reduce64(deep) + self.context(F.adaptive_avg_pool2d(deep, 1))
        deep = self.around64(deep)
        low32 = self.around32(self.semantic32(up(deep)) + self.tap32(tap32))
        low16 = self.around16(self.semantic16(up(low32)) + self.tap16(tap16))
        low8 = up(low16)
        tap4 = self.tap4(tap4)
        high = self.detail8(torch.cat([quarter, tap4], 1))
        high = self.mix8(torch.cat([high, self.tap8(tap8)], 1))
        high = self.fuse8(torch.cat([high, low8, down(quarter)], 1))
        return high, low8, tap4, self.semantic(low16)

    def where(self, picture, high, low8, tap4):
        """The picture, or a window of it, with what is known of it → alpha logits [N, 1, H, W]: where exactly the edge is."""
        half = self.shrink(picture)
        wide = up(high)
        high = self.fuse4(torch.cat([wide, tap4], 1))
        high = self.join4(torch.cat([up(self.lift8(low8)), high], 1))
        edges = torch.cat([up(high), half, self.stem2(picture)], 1)
        # One output for each of the four pixels under a half-size one (Shi et al. 2016): full-size convolutions over
        # few channels cost the most time for the least arithmetic.
        alpha = self.head2(torch.cat([self.skip2(edges), self.edge2(edges)], 1))
        return F.pixel_shuffle(alpha + self.fine(picture, edges, high, wide, tap4), 2)

    def forward(self, picture, taps):
        """`picture` [N, 3, H, W] in -1..1, `taps` of its half-size copy → alpha [N, 1, H, W] and semantic
        [N, 1, H/16, W/16], both before the sigmoid."""
        *known, semantic = self.what(picture, taps)
        return self.where(picture, *known), semantic


class PortraitS(nn.Module):
    """The whole network. `modnet` is the path of MODNet's ONNX file."""

    def __init__(self, modnet):
        super().__init__()
        self.backbone = Graph(modnet, TAPS)
        self.decoder = Decoder()

    def forward(self, picture):
        """[N, 3, H, W] in -1..1, sides multiples of 64 → alpha and semantic logits, see `Decoder`."""
        return self.decoder(picture, self.backbone(down(picture)))

    def tune_backbone(self):
        """Lets training change the backbone; returns its parameters."""
        return [parameter.requires_grad_(True) for parameter in self.backbone.parameters()]


class Matte(nn.Module):
    """What is exported: a picture in -1..1 → alpha 0..1, [N, 1, H, W]."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, picture):
        return torch.sigmoid(self.network(picture)[0])
