"""Trains a 256-pixel portrait network for phones. `python3 models/train/mobile --help`."""

import argparse
import os
import sys

# Threads that wait for others sleep: on a busy machine spinning takes the time they wait for.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

try:
    import numpy  # noqa: F401
    import onnx  # noqa: F401
    import PIL  # noqa: F401
    import torch
except ModuleNotFoundError as missing:
    sys.exit(
        f"{missing.name} is missing. Training needs PyTorch, ONNX, NumPy and Pillow; on Debian: "
        "apt-get install python3-torch python3-onnx python3-numpy python3-pil, and /usr/bin/python3."
    )

from check_upright import check_upright
from export import export
from losses import LOSSES
from network import Shape
from train import Plan, train

COMMANDS = {
    "train": "train, or go on where the run stopped",
    "tune": "the same from the weights of a checkpoint, more gently",
    "export": "write a checkpoint as ONNX",
    "check": "see that EXIF orientation is heeded",
}


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="python3 models/train/mobile", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("--threads", type=int, default=1)
        if name == "check":
            continue
        if name == "export":
            command.add_argument("checkpoint", help="best.pt or last.pt of a run")
            command.add_argument("--out", required=True, help="the ONNX file to write")
            command.add_argument("--sample", help="also writes a picture and its alpha, to compare with")
            command.add_argument("--data", help="where the sample's picture comes from")
            continue
        command.add_argument("data", help="a folder with images/ and masks/, or with ID.jpg and ID.mask.png")
        command.add_argument("--run", required=True, help="folder for checkpoints and log.jsonl")
        if name == "tune":
            command.add_argument("--init", required=True, help="the checkpoint to start from")
        command.add_argument("--channels", type=int, choices=(3, 4), default=4, help="4: with the mask of the frame before")
        command.add_argument("--head", choices=("sigmoid", "softmax"), default="sigmoid")
        command.add_argument("--width", type=float, default=1.0, help="factor of all layers' widths")
        command.add_argument("--loss", choices=tuple(LOSSES), default="focal")
        command.add_argument("--steps", type=int, default=300)
        command.add_argument("--batch", type=int, default=8)
        command.add_argument("--rate", type=float, default=4e-3 if name == "train" else 1e-3)
        command.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def main(arguments):
    options = options_of(arguments)
    torch.set_num_threads(options.threads)
    if options.command == "check":
        check_upright()
        return
    if options.command == "export":
        export(options.checkpoint, options.out, options.data, options.sample)
        return
    shape = Shape(options.channels, options.head, options.width)
    plan = Plan(options.steps, options.batch, options.loss, options.rate, seed=options.seed)
    train(options.data, options.run, shape, plan, getattr(options, "init", None))


try:
    main(sys.argv[1:])
except (ValueError, FileNotFoundError) as wrong:
    sys.exit(str(wrong))
