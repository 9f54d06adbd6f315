"""Pictures with masks, as they lie in folders: `images/ID.*` with `masks/ID.*`, or `ID.*` with `ID.mask.png` or `ID.alpha.png`."""

from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
from PIL import Image, ImageOps

from network import SIDE

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff")


def _by_id(folder):
    return {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in PICTURES}


def find_pairs(folder):
    """The pairs (id, picture, mask) of a folder, sorted. Raises FileNotFoundError in words where it is laid out otherwise."""
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: there is no such folder.")
    pictures, masks = folder / "images", folder / "masks"
    if pictures.is_dir() and masks.is_dir():
        seen, drawn = _by_id(pictures), _by_id(masks)
        if missing := sorted(seen.keys() - drawn.keys()):
            raise FileNotFoundError(f"These pictures have no mask in {masks}: {', '.join(missing[:5])}.")
        pairs = [(id, seen[id], drawn[id]) for id in sorted(seen)]
    else:
        truths = [*folder.glob("*.mask.png"), *folder.glob("*.alpha.png")]
        ids = {path.name.rsplit(".", 2)[0]: path for path in sorted(truths, reverse=True)}
        endings = [(id, folder / f"{id}{ending}") for id in sorted(ids) for ending in PICTURES]
        pairs = [(id, path, ids[id]) for id, path in endings if path.exists()]
    if not pairs:
        raise FileNotFoundError(f"{folder} holds neither images/ and masks/ nor ID.jpg with ID.mask.png.")
    return pairs


def is_held_out(folder, id, one_in):
    """The same answer for the same picture, whatever else there is."""
    return crc32(f"{Path(folder).resolve().name}/{id}".encode()) % one_in == 0


def _upright(path):
    """A picture turned as its EXIF data says, which is how it is evaluated and shown."""
    return ImageOps.exif_transpose(Image.open(path))


@lru_cache(maxsize=4096)
def load(picture, mask):
    """A picture [3, 256, 256] and its mask [1, 256, 256] of bytes, squashed as the network will see it."""
    seen = _upright(picture).convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    drawn = np.asarray(_upright(mask).convert("L").resize((SIDE, SIDE), Image.Resampling.BILINEAR))
    if drawn.max() <= 1:
        drawn = drawn * 255
    return np.asarray(seen).transpose(2, 0, 1), drawn[None]
