import { describe, expect, it } from 'vitest';
import { veto } from '../../../shared/person/veto.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

describe('the veto', () => {
  const lite = alphaTensor(256, 256, (x) => Number(x < 100));
  const portrait = alphaTensor(512, 320, (x, y) => (x < 200 || (x > 400 && y < 100) ? 0.9 : 0.05));
  const kept = veto(portrait, lite);
  const at = (x: number, y: number) => kept.data[y * 512 + x];

  it('gives a matte of the drawing network’s size', () => {
    expect(kept.dims).toEqual([1, 1, 320, 512]);
  });

  it('removes what is far from lite’s person', () => {
    for (const [x, y] of [
      [420, 10],
      [511, 99],
      [300, 300],
    ])
      expect(at(x, y)).toBe(0);
  });

  it('changes nothing in lite’s person and near it', () => {
    for (let x = 0; x < 212; x++) expect(at(x, 160)).toBe(portrait.data[160 * 512 + x]);
  });

  it('fades out what it removes rather than cut it', () => {
    const everywhere = veto(
      alphaTensor(512, 320, () => 1),
      lite,
    );
    const row = [...everywhere.data.subarray(160 * 512, 161 * 512)];
    expect(row.filter((alpha) => alpha > 0.05 && alpha < 0.95).length).toBeGreaterThan(4);
    expect(Math.max(...row.slice(1).map((alpha, x) => row[x] - alpha))).toBeLessThan(0.3);
  });
});
