"""A checkpoint as ONNX, without the weights that are MODNet's own."""

import tempfile
import warnings
from hashlib import sha256
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from graph import Graph
from network import Matte, PortraitS

BACKBONE = "network.backbone.weights."


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
    """The network that is exported: folded, and every weight that isn't MODNet's rounded to a half."""
    network, original = PortraitS(modnet), PortraitS(modnet).state_dict()
    network.load_state_dict(torch.load(checkpoint, map_location="cpu")["average"])
    network = fold(network.eval())
    for name, weight in network.named_parameters():
        if name not in original or not torch.equal(weight, original[name]):
            weight.data = weight.data.half().float()
    return network.requires_grad_(False)


def strip(model, modnet):
    """Leaves out the constants that are byte for byte MODNet's, which the nodes then know by MODNet's names, and keeps
    the others as halves."""
    theirs = {t.name: numpy_helper.to_array(t).tobytes() for t in onnx.load(modnet).graph.initializer}
    kept, renamed = [], {}
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        name = tensor.name.removeprefix(BACKBONE).replace("-", ".")
        if tensor.name.startswith(BACKBONE) and theirs.get(name) == values.tobytes():
            renamed[tensor.name] = name
        elif values.dtype == "float32" and tensor.name.startswith("network."):
            kept.append(numpy_helper.from_array(values.astype("float16"), tensor.name))
        else:
            kept.append(tensor)
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    shorten(model.graph, dict(renamed))
    return len(renamed)


def shorten(graph, renamed):
    """Numbers in place of the exporter's long names, which would be a twentieth of the file."""
    for i, node in enumerate(graph.node):
        node.name = ""
        if node.output[0] != "output":
            renamed[node.output[0]] = f"v{i}"
    for i, tensor in enumerate(graph.initializer):
        renamed[tensor.name] = tensor.name = f"w{i}"
    for node in graph.node:
        for names in (node.input, node.output):
            for i, name in enumerate(names):
                names[i] = renamed.get(name, name)


def export(checkpoint, modnet, out, sample=None, log=print):
    """Writes `out`: input `input` [1, 3, height, width] in -1..1, output `output` [1, 1, height, width], alpha 0..1;
    and with `sample` one picture and its alpha as raw floats, `SAMPLE.input` [1, 3, 128, 192] and `SAMPLE.output`.

    Others' weights are not committed: what training left as it was is missing in `out`, and `npm run models` puts it
    back. Raises ValueError when the graph doesn't give, within 1e-4, what PyTorch gives.
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
            output_names=["output"],
            dynamic_axes=sizes,
        )
        with torch.no_grad():
            expected = matte(picture)
            (got,) = Graph(whole, ["output"])(picture)
        model = onnx.load(whole)
    if (worst := float((expected - got).abs().max())) > 1e-4:
        raise ValueError(f"The exported graph differs from PyTorch by {worst:.2g}.")
    left_out = strip(model, modnet)
    onnx.save(model, out)
    written = Path(out).read_bytes()
    log(f"{out}: {len(written)} bytes without {left_out} constants of MODNet; differs by {worst:.1g}")
    log(f"SHA-256, for models/sources.ts: {sha256(written).hexdigest()}")
    if sample:
        picture.numpy().tofile(f"{sample}.input")
        expected.numpy().tofile(f"{sample}.output")
