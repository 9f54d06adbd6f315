"""Training: from a settings file to `RUN/best.pt`, with `RUN/log.jsonl` of losses and held-out scores."""

import json
import math
import time
from pathlib import Path

import torch

from batches import Batches, from_step
from checkpoint import Average, load_matching, save
from evaluate import evaluate, held_out, score
from losses import matting_loss
from network import PortraitS
from scenes import Scenes


def rate_at(step, steps):
    """Share of the learning rate: 100 steps of warming up, then a cosine down to a hundredth."""
    return min(1, (step + 1) / 100) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1, step / steps))))


def train(settings, root, cache, run, modnet, device, init=None, stop=None, log=print):
    """Runs or goes on with a run, up to `settings.steps` or step `stop`. Returns the loss of each step made."""
    run = Path(run)
    run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    network = PortraitS(modnet).to(device)
    if init:
        log(f"{load_matching(network, init)} tensors from {init}")
    tail = network.tune_tail() if settings.tail_rate > 0 else []
    groups = [{"params": list(network.decoder.parameters()), "initial": settings.rate}]
    if tail:
        groups.append({"params": tail, "initial": settings.tail_rate})
    optimiser = torch.optim.AdamW(groups, lr=settings.rate, weight_decay=1e-4)
    scaler = torch.cuda.amp.GradScaler(enabled=device == "cuda")
    average = Average(network, settings.average)
    step, best = 0, None
    if (run / "last.pt").exists():
        state = torch.load(run / "last.pt", map_location=device)
        network.load_state_dict(state["network"])
        average.module.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        scaler.load_state_dict(state["scaler"])
        step, best, average.steps = state["step"], state["best"], state["step"]
        log(f"going on from step {step}")
    cases = held_out(settings, root, cache)
    batches = Batches(settings, Scenes(settings, root, cache))
    losses, started = [], time.time()
    with open(run / "log.jsonl", "a") as lines:

        def note(entry):
            lines.write(json.dumps({"step": step, "seconds": round(time.time() - started), **entry}) + "\n")
            lines.flush()
            log(f"step {step}: " + ", ".join(f"{name} {value:.4g}" for name, value in entry.items()))

        for pictures, alphas in from_step(batches, step):
            network.train()
            network.backbone.eval()
            pictures, alphas = pictures.to(device), alphas.to(device)
            for group in optimiser.param_groups:
                group["lr"] = group["initial"] * rate_at(step, settings.steps)
            with torch.autocast(device, enabled=device == "cuda"):
                logits, semantic = network(pictures)
            loss, parts = matting_loss(logits.float(), semantic.float(), alphas, pictures)
            optimiser.zero_grad(set_to_none=True)
            scaler.scale(loss).backward()
            scaler.unscale_(optimiser)
            torch.nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 1.0)
            scaler.step(optimiser)
            scaler.update()
            average.update(network)
            step += 1
            losses.append(float(loss.detach()))
            if step % settings.note_every == 0:
                recent = losses[-settings.note_every :]
                note({"loss": sum(recent) / len(recent), **parts})
            done = step in (settings.steps, stop)
            if step % settings.evaluate_every == 0 or done:
                result = evaluate(average.module, cases)
                note(result)
                if best is None or score(result) > best:
                    best = score(result)
                    save(run / "best.pt", {"average": average.module.state_dict(), "step": step, "result": result})
            if step % settings.save_every == 0 or done:
                save(
                    run / "last.pt",
                    {
                        "network": network.state_dict(),
                        "average": average.module.state_dict(),
                        "optimiser": optimiser.state_dict(),
                        "scaler": scaler.state_dict(),
                        "step": step,
                        "best": best,
                    },
                )
            if done:
                break
    return losses
