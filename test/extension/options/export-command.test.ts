import { expect, it } from 'vitest';
import { exportCommand } from '../../../extension/options/export-command.ts';

it.each([
  ['mine.onnx', 'mine.onnx', 'mine-matteo.onnx'],
  ['selfie_v1.2-b.TFLITE', 'selfie_v1.2-b.TFLITE', 'selfie_v1.2-b-matteo.onnx'],
  ['人像.h5', '人像.h5', '人像-matteo.onnx'],
])('the command for %s names it', (file, from, to) => {
  expect(exportCommand(file)).toBe(`npm run models -- export ${from} -o ${to}`);
});

it.each([
  'my network.onnx',
  'a;reboot.onnx',
  '$(reboot).onnx',
  '`reboot`.onnx',
  "it's.onnx",
  '"&reboot&".onnx',
  '--output=b.onnx',
  'a\nreboot.onnx',
])('a name that a shell might not take as one is not repeated: %s', (file) => {
  expect(exportCommand(file)).toBe('npm run models -- export mine.onnx -o mine-matteo.onnx');
});
