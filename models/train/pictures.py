"""Which pictures there are, with what is known about each."""

from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

PICTURES = (".jpg", ".jpeg", ".png", ".webp")
TRUTHS = {"masks": ".mask.png", "street": ".mask.png", "crowds": ".mask.png", "hair": ".hair.png", "alphas": ".alpha.png"}
TAUGHT = ("masks", "street", "crowds", "hair", "photographs")

HARD = ("masks", "street", "crowds")
"""Kinds whose hard mask can be learnt from before the teachers' matte exists."""


@dataclass(frozen=True)
class Example:
    """A picture's files."""

    id: str
    picture: Path
    matte: Path | None
    """What to learn: grey, 255 is person; with an alpha of its own where parts of it are not believed."""
    truth: Path | None
    """The hard mask or exact alpha that came with it."""
    taught: bool
    """The matte is the teachers', and exists only once prepared."""


def find_examples(root, cache, data):
    """The examples of one `Data`, sorted; mattes made by `prepare` lie in `cache/FOLDER/ID.png`."""
    folder = Path(root) / data.folder
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: there is no such folder; see --data.")
    ending, taught = TRUTHS.get(data.kind), data.kind in TAUGHT
    found = []
    for picture in sorted(p for p in folder.rglob("*") if p.suffix.lower() in PICTURES and p.name.count(".") == 1):
        id = f"{data.folder}/{picture.relative_to(folder).with_suffix('')}"
        truth = picture.with_suffix(ending) if ending else None
        if truth and not truth.exists():
            continue
        matte = Path(cache) / f"{id}.png" if taught else truth
        found.append(Example(id, picture, matte, truth, taught))
    return found


def is_held_out(example, one_in):
    """The same answer for the same picture, whatever else there is."""
    return crc32(example.id.encode()) % one_in == 0
