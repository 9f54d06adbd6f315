"""One TOML file says all about a run; `configs/` holds ours."""

import tomllib
from dataclasses import dataclass, field, fields


@dataclass(frozen=True)
class Mix:
    """Shares of what a batch is drawn from; they need not add up to one."""

    people: float = 1.0
    """Pictures of people as they are."""
    composites: float = 0.0
    """One person cut out and laid on another ground."""
    groups: float = 0.0
    """Two or three people side by side on another ground."""
    far: float = 0.0
    """One to five whole people of any size, from `cutouts`."""
    nobody: float = 0.0
    """Grounds and objects: the matte is empty."""
    passers_by: float = 0.0
    """Of the composites without a neighbour, the share that has a blurred ground with a small person, whose alpha is 0."""
    neighbours: float = 0.0
    """Of the composites, the share with the lower half of another body at a side of the ground, as high as the ground; its alpha is 0."""
    alike: float = 0.0
    """Of the composites, the share whose ground gets about the colour of a part of the person's outline, mostly of hair."""
    locks: float = 0.0
    """Of the composites, the share with drawn locks of hair beside the head."""
    behind: float = 0.0
    """Of the scenes with people, the share that has something before it."""


@dataclass(frozen=True)
class Data:
    """One folder below `--data`, searched with its subfolders."""

    folder: str
    kind: str
    """`masks`: `ID.jpg` with `ID.mask.png`, taught by the teacher. `alphas`: with `ID.alpha.png`, exact. `grounds`:
    pictures without people. `objects`: things cut out, RGBA. `cutouts`: whole people cut out, RGBA, exact. `street`: as
    `masks`, and what is beside the person is a ground. `crowds`: as `masks`, several small people. `photographs`: people
    without a mask, two teachers where they agree. `hair`: the same, with `ID.hair.png` that says what is hair."""
    weight: float = 1.0
    """Share among the folders of its kind."""


@dataclass(frozen=True)
class Settings:
    """Everything that decides a run besides the pictures themselves."""

    name: str
    data: tuple[Data, ...]
    mix: Mix = field(default_factory=Mix)
    seed: int = 1
    steps: int = 1000
    """How many optimiser steps the learning rate is planned over."""
    pixels: int = 1_200_000
    """Pixels of a batch: many small pictures or a few large ones."""
    short_sides: tuple[int, ...] = (256, 384, 512, 640)
    """Short sides of batches, drawn alike; multiples of 32."""
    rate: float = 1e-3
    """Learning rate of the decoder (AdamW, cosine)."""
    edge_rate: float = 0.0
    """Learning rate of the decoder's layers in `EDGES` (`network.py`), if they are younger than the rest; 0: as the rest."""
    still_norms: bool = False
    """Keeps the statistics of batch normalisation as they are, as after starting from an ONNX file."""
    backbone_rate: float = 0.0
    """Learning rate of the backbone; 0 leaves it as it is."""
    average: float = 0.998
    """Decay of the moving average of weights."""
    held_out: int = 40
    """One picture in so many is never trained on; the checkpoint is chosen on those."""
    held_out_most: int = 64
    """At most so many of them are looked at."""
    evaluate_every: int = 500
    save_every: int = 100
    note_every: int = 25
    teacher_side: int = 512
    """Short side MODNet looks from as a teacher."""


def _read(kind, table):
    known = {f.name for f in fields(kind)}
    if unknown := table.keys() - known:
        raise ValueError(f"Unknown settings: {', '.join(sorted(unknown))}. Known: {', '.join(sorted(known))}.")
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()})


KINDS = ("masks", "street", "crowds", "photographs", "hair", "alphas", "grounds", "objects", "cutouts")


def read_settings(path):
    """The settings in a TOML file. Raises ValueError with what is wrong in it."""
    with open(path, "rb") as file:
        table = tomllib.load(file)
    table["mix"] = _read(Mix, table.get("mix", {}))
    table["data"] = [_read(Data, one) for one in table.get("data", [])]
    settings = _read(Settings, table)
    if wrong := [one.kind for one in settings.data if one.kind not in KINDS]:
        raise ValueError(f"{path}: there is no kind “{wrong[0]}”: choose {', '.join(KINDS)}.")
    if wrong := [side for side in settings.short_sides if side % 32 or side <= 0]:
        raise ValueError(f"{path}: a short side of {wrong[0]} is no multiple of 32.")
    return settings
