import { expect, test } from 'vitest';
import type { Scores } from '../../../models/evaluate/score.ts';
import type { Lap } from './pages/stopwatch.ts';
import { checks, type Measured, qualityTable, table } from './report.ts';

const lap = (cutout: number, visible = cutout): Lap => ({
  cutout,
  visible,
  png: undefined,
  milliseconds: undefined,
  threads: 2,
});

const measured = (
  folder: string,
  warm: readonly Lap[],
  scores: Readonly<Record<string, readonly Scores[]>> = {},
): Measured => ({
  folder,
  label: `the ${folder}`,
  cold: [lap(4000)],
  warm,
  downloaded: 24_300_000,
  peak: undefined,
  scores: new Map(Object.entries(scores)),
});

test('ratios are those of rounds: what disturbs one round disturbs nothing else', () => {
  const ours = measured('matteo', [lap(1000, 100), lap(9000, 140), lap(1100, 900)]);
  const peer = measured('isnet_quint8', [lap(10_000), lap(40_000), lap(5000)]);
  expect(checks([ours, peer])).toEqual([
    'warm, the matteo / the isnet_quint8: 0.220 (target ≤ 0.15): NOT HELD',
    'first visible result, warm: 140 ms (target ≤ 150 ms): held',
  ]);
});

test('a peer that is better on a set is named, with the metric and both means', () => {
  const ours = measured('matteo', [lap(500, 100)], {
    drawn: [{ mad: 0.004 }, { mad: 0.006 }],
    wild: [{ iou: 0.96 }, { iou: 0.9 }],
  });
  const fine = measured('fine', [lap(500, 100)], { drawn: [{ mad: 0.02 }], wild: [{ iou: 0.98 }] });
  const peer = measured('modnet', [lap(1000)], {
    drawn: [{ mad: 0.01 }, { mad: 0.01 }],
    wild: [{ iou: 0.97 }, { iou: 0.91 }],
  });
  expect(checks([ours, fine, peer]).filter((line) => line.includes(','))).toEqual([
    'warm, the matteo / the modnet: 0.500 (target ≤ 0.6): held',
    'first visible, the matteo / the cutout, the modnet: 0.100 (target ≤ 0.12): held',
    'first visible result, warm: 100 ms (target ≤ 150 ms): held',
    'drawn, MAD: the fine 0.0200, the modnet 0.0100: NOT HELD',
    'wild, IoU: the matteo 0.930, the modnet 0.940: NOT HELD',
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

test('the tables have the median time and the mean scores', () => {
  const one = measured('matteo', [lap(1250, 98)], { wild: [{ iou: 0.9676 }, { iou: 0.9 }] });
  const [, , row] = table([one]).split('\n');
  expect(row).toBe('| the matteo | 1.3 s | 4.0 s | 0.10 s | 4.0 s | 24.3 MB | – |');
  const [, , quality] = qualityTable([one]).split('\n');
  expect(quality).toBe('| wild: the matteo | 2 | 0.934 |  |  |  |  |  |');
});
