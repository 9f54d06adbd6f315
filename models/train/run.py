"""A run: the network with everything that its training carries from step to step."""

import math

import torch

from checkpoint import Average, load_matching, save
from losses import matting_loss
from network import EDGES, PortraitS


def rate_at(step, steps):
    """Share of the learning rate: 100 steps of warming up, then a cosine down to a hundredth."""
    return min(1, (step + 1) / 100) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1, step / steps))))


class Run:
    """`step` counts the steps made; `best` is the score of the best checkpoint so far, or None."""

    def __init__(self, settings, modnet, device, init=None, log=print):
        torch.manual_seed(settings.seed)
        self.settings, self.device, self.step, self.best = settings, device, 0, None
        self.network = PortraitS(modnet).to(device)
        if init:
            log(f"{load_matching(self.network, init)} tensors from {init}")
        named = list(self.network.decoder.named_parameters())
        edges = [p for name, p in named if name.startswith(EDGES)]
        others = [p for name, p in named if not name.startswith(EDGES)]
        groups = [
            {"params": others, "initial": settings.rate},
            {"params": edges, "initial": settings.edge_rate or settings.rate},
        ]
        if settings.backbone_rate > 0:
            groups.append({"params": self.network.tune_backbone(), "initial": settings.backbone_rate})
        self.optimiser = torch.optim.AdamW(groups, lr=settings.rate, weight_decay=1e-4)
        self.scaler = torch.cuda.amp.GradScaler(enabled=device == "cuda")
        self.average = Average(self.network, settings.average)

    def learn(self, pictures, alphas, known):
        """One step on a batch; returns the loss and its parts."""
        self.network.train(not self.settings.still_norms)
        self.network.backbone.eval()
        for group in self.optimiser.param_groups:
            group["lr"] = group["initial"] * rate_at(self.step, self.settings.steps)
        pictures, alphas, known = (part.to(self.device) for part in (pictures, alphas, known))
        with torch.autocast(self.device, enabled=self.device == "cuda"):
            logits, semantic = self.network(pictures)
        loss, parts = matting_loss(logits.float(), semantic.float(), alphas, pictures, known)
        self.optimiser.zero_grad(set_to_none=True)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimiser)
        parameters = [p for group in self.optimiser.param_groups for p in group["params"]]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        self.scaler.step(self.optimiser)
        self.scaler.update()
        self.average.update(self.network)
        self.step += 1
        return float(loss.detach()), parts

    def save(self, path):
        state = {
            "step": self.step,
            "best": self.best,
            "network": self.network.state_dict(),
            "average": self.average.module.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "scaler": self.scaler.state_dict(),
        }
        save(path, state)

    def load(self, path):
        state = torch.load(path, map_location=self.device)
        self.network.load_state_dict(state["network"])
        self.average.module.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.scaler.load_state_dict(state["scaler"])
        self.step, self.best = state["step"], state["best"]
        self.average.steps = self.step
