"""Training: from a settings file to `RUN/best.pt`, with `RUN/log.jsonl` of losses and held-out scores."""

import json
import time
from pathlib import Path

from batches import Batches, from_step
from checkpoint import save
from evaluate import evaluate, held_out, score
from run import Run
from scenes import Scenes


def train(settings, root, cache, folder, modnet, device, init=None, stop=None, log=print):
    """Runs, or goes on with, the run in `folder`, up to `settings.steps` or step `stop`."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(settings, modnet, device, init, log)
    if (folder / "last.pt").exists():
        run.load(folder / "last.pt")
        log(f"going on from step {run.step}")
    last = min(settings.steps, stop or settings.steps)
    if run.step >= last:
        log("nothing left to do")
        return
    cases = None
    batches = Batches(settings, Scenes(settings, root, cache))
    started, recent = time.time(), []

    def note(entry):
        line = {"step": run.step, "seconds": round(time.time() - started), **entry}
        with open(folder / "log.jsonl", "a") as lines:
            lines.write(json.dumps(line) + "\n")
        log(f"step {run.step}: " + ", ".join(f"{name} {value:.4g}" for name, value in entry.items()))

    for batch in from_step(batches, run.step):
        loss, parts = run.learn(*batch)
        recent.append(loss)
        done = run.step >= last
        if run.step % settings.note_every == 0:
            note({"loss": sum(recent) / len(recent), **parts})
            recent.clear()
        if run.step % settings.evaluate_every == 0 or done:
            cases = cases or held_out(settings, root, cache)
            result = evaluate(run.average.module, cases)
            note(result)
            if run.best is None or score(result) > run.best:
                run.best = score(result)
                state = {"average": run.average.module.state_dict(), "step": run.step, "result": result}
                save(folder / "best.pt", state)
        if run.step % settings.save_every == 0 or done:
            run.save(folder / "last.pt")
        if done:
            break
