import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const PYTHON = process.env.PYTHON ?? 'python3';
const hasPillow = spawnSync(PYTHON, ['-c', 'import numpy, PIL']).status === 0;

/** Draws a picture and a mask, white on the left, turned by EXIF so that white is above, and tells the means above and below. */
const SCRIPT = `
import sys, tempfile, types
sys.dont_write_bytecode = True
sys.modules["network"] = types.SimpleNamespace(SIDE=256)
sys.path.insert(0, "models/train/mobile")
import numpy as np
from PIL import Image
from pictures import load
values = np.zeros((100, 200), np.uint8)
values[:, :100] = 255
exif = Image.Exif()
exif[0x112] = 6
with tempfile.TemporaryDirectory() as folder:
    names = [folder + "/a.png", folder + "/a.mask.png"]
    for name, mode in zip(names, ("RGB", "L")):
        Image.fromarray(values).convert(mode).save(name, exif=exif)
    for kept in load(*names):
        print(int(kept[0, :100].mean()), int(kept[0, 156:].mean()))
`;

test.skipIf(!hasPillow)('pictures and masks are trained on as EXIF turns them', () => {
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', SCRIPT], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toEqual(['255 0', '255 0']);
});
