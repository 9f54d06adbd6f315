"""Training, and going on: `RUN/last.pt`, `RUN/best.pt` and `RUN/log.jsonl` of losses and held-out IoU."""

import json
import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from batches import batch_of
from losses import LOSSES
from network import Mobile, Shape, person_of
from pictures import find_pairs, is_held_out, load


@dataclass(frozen=True)
class Plan:
    """What decides a run besides pictures and layers."""

    steps: int = 300
    batch: int = 8
    loss: str = "focal"
    rate: float = 4e-3
    """Learning rate (AdamW; up for 20 steps, then a cosine down)."""
    held_out: int = 8
    """One picture in so many is never trained on."""
    seed: int = 1
    note_every: int = 25
    evaluate_every: int = 100


def rate_at(step, plan):
    return plan.rate * min(1, (step + 1) / 20) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / plan.steps)))


def open_network(checkpoint, shape=None):
    """A network with a checkpoint's weights. With another `shape` what fits is taken, of the first layer the channels that
    both have."""
    state = torch.load(checkpoint, map_location="cpu")
    network = Mobile(shape or Shape(**state["shape"]))
    own = network.state_dict()
    for name, value in state["network"].items():
        if name not in own or own[name].dim() != value.dim():
            continue
        if own[name].shape == value.shape:
            own[name].copy_(value)
        elif name == "stem.0.weight" and own[name].shape[0] == value.shape[0]:
            both = min(own[name].shape[1], value.shape[1])
            own[name][:, :both].copy_(value[:, :both])
            own[name][:, both:] = 0
    return network


@torch.no_grad()
def iou_of(network, pairs):
    """The mean IoU at one half of pairs, with no mask before."""
    network.eval()
    found = []
    for _, *files in pairs:
        picture, mask = (torch.from_numpy(part.copy()).float() / 255 for part in load(*files))
        if network.shape.channels == 4:
            picture = torch.cat([picture, torch.zeros_like(mask)])
        a, b = person_of(network(picture[None]))[0] > 0, mask > 0.5
        either = (a | b).sum()
        found.append(float((a & b).sum() / either) if either else 1.0)
    return sum(found) / len(found)


def train(data, run, shape, plan, init=None, log=print):
    """Trains up to `plan.steps`, or goes on where the run in `run` stopped; `init` is a checkpoint to start from."""
    pairs, run = find_pairs(data), Path(run)
    held = [pair for pair in pairs if is_held_out(data, pair[0], plan.held_out)] or pairs[:1]
    learnt = [pair for pair in pairs if pair not in held] or pairs
    run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    network = open_network(init, shape) if init else Mobile(shape)
    optimiser = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=1e-4)
    first, best = 0, -1.0
    if (run / "last.pt").exists():
        state = torch.load(run / "last.pt", map_location="cpu")
        if state["shape"] != asdict(shape):
            raise ValueError(f"{run} holds a run of another network: {state['shape']}.")
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        first, best = state["step"], state["best"]
        log(f"going on from step {first}")
    count = sum(p.numel() for p in network.parameters())
    log(f"{len(learnt)} pictures to learn from, {len(held)} held out; {count} parameters")
    started, losses = time.time(), []
    for step in range(first, plan.steps):
        inputs, masks = batch_of(learnt, step, plan.batch, shape.channels, plan.seed)
        network.train()
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, plan)
        loss = LOSSES[plan.loss](person_of(network(inputs)), masks)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        losses.append(float(loss.detach()))
        done = step + 1
        entry = {"step": done, "seconds": round(time.time() - started)}
        if done % plan.note_every == 0 or done == plan.steps:
            entry["loss"] = sum(losses) / len(losses)
            losses.clear()
        if done % plan.evaluate_every == 0 or done == plan.steps:
            entry["iou"] = iou_of(network, held)
            state = {"shape": asdict(shape), "plan": asdict(plan), "step": done, "network": network.state_dict()}
            if entry["iou"] > best:
                best = entry["iou"]
                torch.save(state, run / "best.pt")
            state |= {"optimiser": optimiser.state_dict(), "best": best}
            torch.save(state, run / "last.part")
            (run / "last.part").rename(run / "last.pt")
        if len(entry) > 2:
            with open(run / "log.jsonl", "a") as lines:
                lines.write(json.dumps(entry) + "\n")
            log(", ".join(f"{name} {value:.4g}" for name, value in entry.items()))
