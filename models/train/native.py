"""The teachers by native onnxruntime: five times as fast on a CPU as PyTorch, for `--native`."""

import json
import struct
import subprocess
from pathlib import Path

import numpy as np
import torch


class Native:
    """`folder` has onnxruntime-node in its node_modules. Called with an ONNX file and its input, gives its output."""

    def __init__(self, folder):
        script = str(Path(__file__).with_name("looks.cjs"))
        self.process = subprocess.Popen(["node", script, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, path, picture):
        """`picture` float [1, 3, H, W] → alpha [1, 1, H, W]."""
        request = json.dumps({"path": str(path), "shape": list(picture.shape)}) + "\n"
        self.process.stdin.write(request.encode() + np.ascontiguousarray(picture.numpy(), np.float32).tobytes())
        self.process.stdin.flush()
        (size,) = struct.unpack("<I", self.process.stdout.read(4))
        values = np.frombuffer(self.process.stdout.read(size), np.float32)
        return torch.from_numpy(values.copy()).reshape(1, 1, *picture.shape[2:])
