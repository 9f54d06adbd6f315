"""Trains the project's own network. `python3 models/train --help`."""

import argparse
import os
import sys
from pathlib import Path

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

from checkpoint import blend, load_whole, mean_of
from evaluate import evaluate, held_out
from export import export
from figures import draw
from native import Native
from network import PARTS, PortraitS
from prepare import prepare
from settings import read_settings
from teachers import Torch
from telling import fit_person
from train import train

CACHE = Path(__file__).resolve().parents[1] / "cache"
MODNET = CACHE / "07c308cf0fc7e6e8b2065a12ed7fc07e1de8febb7dc7839d7b7f15dd66584df9.onnx"

COMMANDS = {
    "figures": "draw flat figures of people, with exact alpha",
    "prepare": "compute the teacher's mattes that are still missing",
    "train": "train, or go on where the run stopped; fine-tuning is training with --init and another configuration",
    "evaluate": "measure a checkpoint on the pictures held out of training",
    "mean": "write the mean of several checkpoints of one run",
    "blend": "write a checkpoint between two others, or beyond the later one, by part of the network",
    "telling": "fit the layer that tells people from animals, after all other training",
    "export": "write a checkpoint as ONNX and check it against PyTorch",
}


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="python3 models/train", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("--modnet", default=MODNET, help="MODNet's ONNX file (npm run models fetches it)")
        command.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
        command.add_argument("--threads", type=int, default=2)
        if name == "figures":
            command.add_argument("--count", type=int, default=240)
        if name not in ("figures", "mean", "blend", "export"):
            command.add_argument("--config", required=True, help="TOML, see models/train/configs")
            command.add_argument("--data", required=True, help="folder of the configuration's folders")
            command.add_argument("--mattes", required=True, help="folder that keeps the teacher's mattes")
        if name == "prepare":
            command.add_argument("--ours", help="ONNX file of ours, the second teacher; wanted for pictures without hard masks")
            command.add_argument("--native", help="folder with onnxruntime-node in node_modules: five times as fast on a CPU")
        if name == "train":
            command.add_argument("--run", required=True, help="folder for checkpoints and log.jsonl")
            command.add_argument("--init", help="weights to start from, where names and shapes fit; or our fp32 ONNX file")
            command.add_argument("--stop", type=int, help="stop after this step; the same command goes on later")
        if name in ("evaluate", "telling", "export"):
            command.add_argument("--checkpoint", required=True, help="best.pt or last.pt of a run, or an ONNX file of ours")
        if name == "mean":
            command.add_argument("--checkpoint", required=True, action="append", help="one of them; give several")
        if name == "blend":
            command.add_argument("--before", required=True, help="a checkpoint (.pt)")
            command.add_argument("--after", required=True, help="a checkpoint (.pt) that was trained from it")
            for part in PARTS:
                command.add_argument(f"--{part}", type=float, default=0.5, help="the share of the way: 0 is before, 1 is after")
        if name == "telling":
            command.add_argument("--animals", required=True, help="folder of photographs of animals, and of animals cut out (RGBA)")
        if name in ("figures", "mean", "blend", "telling"):
            command.add_argument("--out", required=True, help="the folder or the checkpoint to write")
        if name == "evaluate":
            command.add_argument("--short-side", type=int, default=352)
        if name == "export":
            command.add_argument("--out", required=True, help="the ONNX file to write")
            command.add_argument("--sample", help="also writes a picture and its alpha as raw floats, to compare with")
    return parser.parse_args(arguments)


def main(arguments):
    options = options_of(arguments)
    torch.set_num_threads(options.threads)
    if options.command == "figures":
        draw(options.out, options.count)
        return
    if not Path(options.modnet).exists():
        sys.exit(f"{options.modnet} is missing: npm run models fetches it.")
    if options.command == "export":
        export(options.checkpoint, options.modnet, options.out, options.sample)
        return
    if options.command == "mean":
        mean_of(options.checkpoint, options.out)
        return
    if options.command == "blend":
        shares = {part: getattr(options, part) for part in PARTS}
        blend(options.before, options.after, shares, options.out)
        return
    settings = read_settings(options.config)
    where = (settings, options.data, options.mattes)
    if options.command == "prepare":
        run = Native(options.native) if options.native else Torch(options.device)
        prepare(*where, options.modnet, options.ours, run)
    elif options.command == "train":
        train(*where, options.run, options.modnet, options.device, options.init, options.stop)
    elif options.command == "telling":
        fit_person(*where, options.checkpoint, options.modnet, options.animals, options.out)
    else:
        network = PortraitS(options.modnet).to(options.device)
        load_whole(network, options.checkpoint)
        print(evaluate(network, held_out(*where), options.short_side))


try:
    main(sys.argv[1:])
except (ValueError, FileNotFoundError) as wrong:
    sys.exit(str(wrong))
