import { spawnSync } from 'node:child_process';

/** The first Python that has what training needs. @throws Error with what to install. */
export function findPython(): string {
  const found = [process.env.PYTHON, '/usr/bin/python3', 'python3'].find(
    (name) => name && spawnSync(name, ['-c', 'import torch, onnx, numpy, PIL']).status === 0,
  );
  if (found) return found;
  throw new Error(
    'No Python with PyTorch, ONNX, NumPy and Pillow was found. On Debian: apt-get install python3-torch python3-onnx ' +
      'python3-numpy python3-pil; elsewhere name one by PYTHON=….',
  );
}
