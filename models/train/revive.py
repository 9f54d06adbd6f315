"""A network's ONNX file back into PyTorch: training goes on from the file that is kept, without its checkpoint."""

import onnx
import torch
from onnx import numpy_helper
from torch import nn


def _kernels(path):
    """(weight, bias) of each convolution, in the order in which `export` numbered them."""
    graph = onnx.load(path).graph
    constants = {tensor.name: tensor for tensor in graph.initializer}
    convolutions = [node for node in graph.node if node.op_type == "Conv"]
    if wrong := [n for n in convolutions if n.input[1] not in constants or not n.input[1][1:].isdigit()]:
        raise ValueError(f"{path}: {wrong[0].input[1]} is no weight of a file of ours; give the fp32 one of models/dist.")
    convolutions.sort(key=lambda node: int(node.input[1][1:]))
    return [[torch.from_numpy(numpy_helper.to_array(constants[name]).copy()) for name in n.input[1:3]] for n in convolutions]


def _layers(network):
    """(convolution's weight, where its bias goes, the normalisation after it or None), in the order of the file."""
    graph = network.backbone
    for kind, _, inputs, _, _ in graph.steps:
        if kind == "Conv":
            yield graph.weights[inputs[1].replace(".", "-")], graph.weights[inputs[2].replace(".", "-")], None
    normalised = {}
    for module in network.decoder.modules():
        if isinstance(module, nn.Sequential):
            normalised |= {a: b for a, b in zip(module, list(module)[1:]) if isinstance(b, nn.BatchNorm2d)}
    for module in network.decoder.modules():
        if isinstance(module, nn.Conv2d) and module is not network.decoder.semantic:
            after = normalised.get(module)
            yield module.weight, after.bias if after else module.bias, after


@torch.no_grad()
def revive(network, path, is_whole=False):
    """Puts the weights of `path` into `network`; layers that the file has not stay as they are, so they must be the
    last. If it `is_whole`, only the very last may be missing, which tells people from animals. Normalisations only add their bias then: keep them still (`still_norms`). Returns how many
    convolutions there were.

    Raises ValueError where a shape or the number of layers doesn't fit.
    """
    kernels, layers = _kernels(path), list(_layers(network))
    missing = len(layers) - len(kernels)
    if missing < 0 or (is_whole and missing > 1):
        raise ValueError(f"{path} has {len(kernels)} convolutions, wanted {len(layers)}.")
    # No output of the file: it is learnt anew and must not disturb what it reads meanwhile.
    nn.init.zeros_(network.decoder.semantic.weight)
    for i, ((weight, bias), (to_weight, to_bias, norm)) in enumerate(zip(kernels, layers)):
        if weight.shape != to_weight.shape:
            raise ValueError(f"{path}: convolution {i} is {list(weight.shape)}, wanted {list(to_weight.shape)}.")
        to_weight.copy_(weight)
        to_bias.copy_(bias)
        if norm:
            norm.weight.fill_(1)
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
    return len(kernels)
