"""A run's state on disk."""

import copy
from pathlib import Path

import torch

from network import part_of
from revive import revive

PERSON = "decoder.person."
"""The layer that `telling.py` fits."""


class Average:
    """Exponential moving average of a module's weights and statistics (Polyak and Juditsky 1992), quicker at first."""

    def __init__(self, module, decay):
        self.module, self.decay, self.steps = copy.deepcopy(module).eval().requires_grad_(False), decay, 0

    @torch.no_grad()
    def update(self, module):
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (20 + self.steps))
        for mean, value in zip(self.module.state_dict().values(), module.state_dict().values()):
            if mean.dtype.is_floating_point:
                mean.lerp_(value, 1 - decay)
            else:
                mean.copy_(value)


def save(path, state):
    """Written aside and renamed: an interruption leaves the last state."""
    aside = Path(path).with_suffix(".part")
    torch.save(state, aside)
    aside.rename(path)


def _shapes(state):
    return {name: value.shape for name, value in state.items()}


def _averages_of(paths):
    """The averages of checkpoints, without the layer that tells people from animals: it is fitted anew to each network.

    Raises ValueError if they have different tensors."""
    states = [torch.load(path, map_location="cpu")["average"] for path in paths]
    states = [{name: value for name, value in one.items() if not name.startswith(PERSON)} for one in states]
    for path, one in zip(paths, states):
        if _shapes(one) != _shapes(states[0]):
            raise ValueError(f"{paths[0]} and {path} are not of one network")
    return states


def mean_of(paths, out):
    """Writes the mean of several checkpoints' averages, which generalises better than each of them (Izmailov et al. 2018,
    Averaging Weights Leads to Wider Optima; Wortsman et al. 2022, Model Soups).

    Raises ValueError if they have different tensors."""
    all = _averages_of(paths)
    mean = {
        name: sum(one[name] for one in all) / len(all) if value.dtype.is_floating_point else value
        for name, value in all[-1].items()
    }
    save(out, {"average": mean})


def blend(before, after, shares, out):
    """Writes `before` with a share of the way to `after`, by part of the network (`part_of`). 0 keeps a part as it was, 1 takes it from
    `after`, more goes on in the same direction (Wortsman et al. 2022, Robust Fine-Tuning of Zero-Shot Models; Ilharco et al. 2023,
    Editing Models with Task Arithmetic).

    Raises ValueError if the two have different tensors, or if a share beyond 1 makes a variance negative."""
    a, b = _averages_of([before, after])
    blended = {
        name: a[name].lerp(value, shares[part_of(name)]) if value.dtype.is_floating_point else value for name, value in b.items()
    }
    if any(bool((value < 0).any()) for name, value in blended.items() if name.endswith("running_var")):
        raise ValueError("a variance would be negative: choose smaller shares")
    save(out, {"average": blended})


def load_whole(network, path):
    """Loads a checkpoint's average, or an ONNX file of ours. Only `person` may be missing, which is fitted last.

    Raises ValueError where it is of another network."""
    if str(path).endswith(".onnx"):
        revive(network, path, is_whole=True)
        return
    given = torch.load(path, map_location="cpu").get("average", {})
    different = {name for name, _ in _shapes(network.state_dict()).items() ^ _shapes(given).items()}
    if wrong := sorted(name for name in different if name in given or not name.startswith(PERSON)):
        raise ValueError(f"{path} is no checkpoint of this network: {wrong[0]} and {len(wrong) - 1} more differ.")
    network.load_state_dict(given, strict=False)


def load_matching(module, path):
    """Loads the tensors of `path` whose names and shapes fit, or an ONNX file of ours; returns how many did."""
    if str(path).endswith(".onnx"):
        return revive(module, path)
    given = torch.load(path, map_location="cpu")
    given = given.get("average", given)
    own = module.state_dict()
    fitting = {name: value for name, value in given.items() if name in own and own[name].shape == value.shape}
    module.load_state_dict(fitting, strict=False)
    return len(fitting)
