"""Runs (a part of) an ONNX graph in PyTorch: the teacher whole, the student's backbone up to its taps."""

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn


def _attributes(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def _conv(a, x, weight, bias=None):
    return F.conv2d(x, weight, bias, tuple(a["strides"]), tuple(a["pads"][:2]), tuple(a["dilations"]), a["group"])


def _slice(_, x, starts, ends, axes=None, steps=None):
    where = [slice(None)] * x.dim()
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist())):
        axis = int(axes[i]) if axes is not None else i
        where[axis] = slice(start, min(end, x.shape[axis]), int(steps[i]) if steps is not None else 1)
    return x[tuple(where)]


def _resize(_, x, roi, scales):
    return F.interpolate(x, scale_factor=tuple(scales.tolist()[2:]), mode="bilinear", align_corners=False)


def _unsqueeze(a, x):
    for axis in sorted(a["axes"]):
        x = x.unsqueeze(axis)
    return x


OPERATORS = {
    "Add": lambda a, x, y: x + y,
    "AveragePool": lambda a, x: F.avg_pool2d(x, tuple(a["kernel_shape"]), tuple(a["strides"])),
    "BatchNormalization": lambda a, x, w, b, mean, var: F.batch_norm(x, mean, var, w, b, eps=a["epsilon"]),
    "Clip": lambda a, x, low, high: x.clamp(float(low), float(high)),
    "Concat": lambda a, *xs: torch.cat(xs, a["axis"]),
    "Conv": _conv,
    "Div": lambda a, x, y: x / y,
    "DepthToSpace": lambda a, x: F.pixel_shuffle(x, a["blocksize"]),
    "Expand": lambda a, x, shape: x.expand(torch.broadcast_shapes(x.shape, tuple(shape.tolist()))),
    "Gather": lambda a, x, index: x.index_select(a.get("axis", 0), index.reshape(-1)).reshape(index.shape),
    "GlobalAveragePool": lambda a, x: x.mean((2, 3), keepdim=True),
    "Identity": lambda a, x: x,
    "InstanceNormalization": lambda a, x, w, b: F.instance_norm(x, weight=w, bias=b, eps=a["epsilon"]),
    "MatMul": lambda a, x, y: x @ y,
    "Mul": lambda a, x, y: x * y,
    "Relu": lambda a, x: F.relu(x),
    "Reshape": lambda a, x, shape: x.reshape(tuple(shape.tolist())),
    "Resize": _resize,
    "Shape": lambda a, x: torch.tensor(x.shape),
    "Sigmoid": lambda a, x: torch.sigmoid(x),
    "Slice": _slice,
    "Unsqueeze": _unsqueeze,
}


class Graph(nn.Module):
    """The nodes of an ONNX file that its `outputs` need, as a module; the file's float constants are its parameters,
    under their own names with `.` as `-`.

    Raises ValueError for an operator that is not in `OPERATORS`.
    """

    def __init__(self, path, outputs):
        super().__init__()
        graph = onnx.load(path).graph
        self.input, self.outputs = graph.input[0].name, list(outputs)
        needed, nodes = set(outputs), []
        for node in reversed(graph.node):
            if needed.intersection(node.output):
                needed.update(node.input)
                nodes.insert(0, node)
        constants = {t.name: t for t in graph.initializer}
        constants |= {n.output[0]: n.attribute[0].t for n in nodes if n.op_type == "Constant"}
        self.weights, self.integers = nn.ParameterDict(), {}
        for name in sorted(needed & constants.keys()):
            value = torch.from_numpy(np.array(numpy_helper.to_array(constants[name])))
            if value.is_floating_point() and value.dim() > 0:
                self.weights[name.replace(".", "-")] = nn.Parameter(value, requires_grad=False)
            else:
                self.integers[name] = value
        nodes = [n for n in nodes if n.op_type != "Constant"]
        if unknown := {n.op_type for n in nodes} - OPERATORS.keys():
            raise ValueError(f"{path}: operators {sorted(unknown)} are not known here.")
        last = {name: i for i, n in enumerate(nodes) for name in n.input}
        self.steps = [
            (n.op_type, _attributes(n), list(n.input), n.output[0], [x for x in n.input if last[x] == i])
            for i, n in enumerate(nodes)
        ]

    def _constant(self, name):
        return self.integers[name] if name in self.integers else self.weights[name.replace(".", "-")]

    def forward(self, x):
        """`x` is the graph's only input; returns the outputs' values in order."""
        values = {self.input: x}
        for kind, attributes, inputs, output, done in self.steps:
            given = [values[i] if i in values else self._constant(i) if i else None for i in inputs]
            values[output] = OPERATORS[kind](attributes, *given)
            for name in done:
                if name not in self.outputs:
                    values.pop(name, None)
        return [values[name] for name in self.outputs]
