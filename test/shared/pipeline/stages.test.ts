import { expect, it } from 'vitest';
import { overallProgress, STAGES } from '../../../shared/pipeline/stages.ts';

it('overall progress rises from 0 to 1 through the stages', () => {
  const told = STAGES.flatMap((stage) => [0, 0.25, 0.5, 1].map((fraction) => overallProgress(stage, fraction)));
  expect(told[0]).toBe(0);
  expect(told.at(-1)).toBeCloseTo(1, 9);
  for (let i = 1; i < told.length; i++) expect(told[i]).toBeGreaterThanOrEqual(told[i - 1] - 1e-9);
});

it('overall progress is within 0..1 and inference takes most of it', () => {
  expect(overallProgress('encode', 1)).toBeLessThanOrEqual(1);
  expect(overallProgress('infer', 1) - overallProgress('infer', 0)).toBeCloseTo(0.5, 9);
});
