"""A checkpoint as ONNX."""

import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from checkpoint import load_whole
from graph import Graph
from network import Matte, PortraitS


OUTPUTS = ("output", "person")


def fold(module):
    """Each normalisation becomes part of the convolution before it: the same function with fewer layers."""
    for child in module.children():
        fold(child)
    if isinstance(module, nn.Sequential):
        for i in range(len(module) - 1, 0, -1):
            if isinstance(module[i], nn.BatchNorm2d):
                module[i - 1] = fuse_conv_bn_eval(module[i - 1], module[i])
                del module[i]
    return module


def load_folded(checkpoint, modnet):
    """The network that is exported; `checkpoint` may be an exported file itself.

    Raises ValueError where it isn't a whole one (`load_whole`)."""
    network = PortraitS(modnet)
    load_whole(network, checkpoint)
    return fold(network.eval()).requires_grad_(False)


def shorten(graph):
    """Numbers in place of the exporter's long names, which would be a twentieth of the smallest file."""
    renamed = {}
    for i, node in enumerate(graph.node):
        node.name = ""
        if node.output[0] not in OUTPUTS:
            renamed[node.output[0]] = f"v{i}"
    for i, tensor in enumerate(graph.initializer):
        renamed[tensor.name] = tensor.name = f"w{i}"
    for node in graph.node:
        for names in (node.input, node.output):
            for i, name in enumerate(names):
                names[i] = renamed.get(name, name)


def export(checkpoint, modnet, out, sample=None, log=print):
    """Writes `out`: input `input` [1, 3, height, width] in -1..1, output `output` [1, 1, height, width], alpha 0..1, and output `person`
    [1, 1, 1, 1], the log-odds of a person (`telling.py`); and with `sample` one picture and its alpha as raw floats, `SAMPLE.input` [1, 3, 128, 192] and `SAMPLE.output`.

    Raises ValueError when the graph doesn't give, within 1e-4, what PyTorch gives.
    """
    matte = Matte(load_folded(checkpoint, modnet)).eval()
    picture = torch.rand(1, 3, 128, 192, generator=torch.Generator().manual_seed(1)) * 2 - 1
    sizes = {"input": {2: "height", 3: "width"}, "output": {2: "height", 3: "width"}}
    with tempfile.TemporaryDirectory() as folder:
        whole = str(Path(folder) / "whole.onnx")
        warnings.filterwarnings("ignore")
        torch.onnx.export(
            matte,
            picture[..., :64, :64],
            whole,
            opset_version=14,
            input_names=["input"],
            output_names=list(OUTPUTS),
            dynamic_axes=sizes,
        )
        with torch.no_grad():
            expected = matte(picture)
            got = Graph(whole, OUTPUTS)(picture)
        model = onnx.load(whole)
    worst = float(torch.stack([(one - other).abs().max() for one, other in zip(expected, got)]).max())
    if not worst <= 1e-4:
        raise ValueError(f"The exported graph differs from PyTorch by {worst:.2g}.")
    shorten(model.graph)
    onnx.save(model, out)
    if not matte.network.decoder.person.weight.any():
        log("It doesn't tell people from animals yet: run telling first.")
    log(f"{out}: {Path(out).stat().st_size} bytes; differs by {worst:.1g}")
    if sample:
        picture.numpy().tofile(f"{sample}.input")
        expected[0].numpy().tofile(f"{sample}.output")
