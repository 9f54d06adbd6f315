import { expect, test } from 'vitest';
import type { Lap } from './pages/stopwatch.ts';
import { checks, type Measured, table } from './report.ts';

const lap = (cutout: number, visible = cutout): Lap => ({
  cutout,
  visible,
  png: undefined,
  milliseconds: undefined,
  threads: 2,
});

const measured = (folder: string, warm: readonly Lap[], scores: Measured['scores'] = []): Measured => ({
  folder,
  label: `the ${folder}`,
  cold: [lap(4000)],
  warm,
  downloaded: 24_300_000,
  peak: undefined,
  scores,
});

test('ratios are those of rounds: what disturbs one round disturbs nothing else', () => {
  const ours = measured('matteo', [lap(1000, 100), lap(9000, 140), lap(1100, 900)]);
  const peer = measured('isnet_quint8', [lap(10_000), lap(40_000), lap(5000)]);
  expect(checks([ours, peer])).toEqual([
    'warm, the matteo / the isnet_quint8: 0.220 (target ≤ 0.15): NOT HELD',
    'first visible result, warm: 140 ms (target ≤ 150 ms): held',
  ]);
});

test('quality is compared with the mean of what everybody had', () => {
  const ours = measured('matteo', [lap(500, 100)], [{ mad: 0.004 }, { mad: 0.006 }, { iou: 0.96 }]);
  const peer = measured('modnet', [lap(1000)], [{ mad: 0.01 }, { mad: 0.01 }, { iou: 0.97 }]);
  expect(checks([ours, peer]).slice(0, 3)).toEqual([
    'warm, the matteo / the modnet: 0.500 (target ≤ 0.6): held',
    '  portraits: IoU, it / the matteo: 1.010 (target ≤ 1): NOT HELD',
    '  drawn: MAD, the matteo / it: 0.500 (target ≤ 1): held',
  ]);
});

test('fine quality has a limit of its own, and the preview is compared with a peer’s cutout', () => {
  const all = [
    measured('matteo', [lap(1000, 100)]),
    measured('fine', [lap(3000)]),
    measured('isnet_quint8', [lap(10_000)]),
    measured('modnet', [lap(2000)]),
  ];
  expect(checks(all)).toContain('warm, the fine / the isnet_quint8: 0.300 (target ≤ 0.35): held');
  expect(checks(all)).toContain('first visible, the matteo / the cutout, the modnet: 0.050 (target ≤ 0.12): held');
});

test('the table has only the columns that were measured', () => {
  const [head, , row] = table([measured('matteo', [lap(1250, 98)], [{ iou: 0.9676 }])]).split('\n');
  expect(head).toBe('|  | warm | cold | first visible, warm | cold | download | memory | portraits: IoU |');
  expect(row).toBe('| the matteo | 1.3 s | 4.0 s | 0.10 s | 4.0 s | 24.3 MB | – | 0.968 |');
});
