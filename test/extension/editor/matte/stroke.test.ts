import { describe, expect, test } from 'vitest';
import { createHistory, replaceMatte } from '../../../../extension/editor/matte/history.ts';
import { type Brush, extendStroke, newStroke } from '../../../../extension/editor/matte/stroke.ts';
import { newMatte } from '../../../../shared/image/picture.ts';

const keep: Brush = { mode: 'keep', softness: 0 };
const at = (x: number, y: number, radius = 10) => ({ x, y, radius });

describe('a stroke', () => {
  test('fills a disc and leaves everything outside it alone', () => {
    const matte = newMatte(60, 60);
    expect(extendStroke(newStroke(matte, keep), at(30, 30), at(30, 30))).toEqual([0]);
    for (let y = 0; y < 60; y++) {
      for (let x = 0; x < 60; x++) {
        const far = Math.hypot(x + 0.5 - 30, y + 0.5 - 30);
        if (far < 9) expect(matte.data[y * 60 + x]).toBe(255);
        if (far > 10.5) expect(matte.data[y * 60 + x]).toBe(0);
      }
    }
  });

  test('is soft from the middle outwards, evenly falling', () => {
    const matte = newMatte(101, 9);
    extendStroke(newStroke(matte, { mode: 'keep', softness: 1 }), at(50.5, 4.5, 40), at(50.5, 4.5, 40));
    const row = matte.data.subarray(4 * 101, 5 * 101);
    expect(row[50]).toBe(255);
    expect(row[70]).toBeGreaterThan(100);
    expect(row[70]).toBeLessThan(160);
    for (let x = 51; x < 100; x++) expect(row[x]).toBeLessThanOrEqual(row[x - 1]);
  });

  test('is no stronger where it crosses itself', () => {
    const [once, twice] = [newMatte(50, 50), newMatte(50, 50)];
    const soft: Brush = { mode: 'keep', softness: 0.8 };
    extendStroke(newStroke(once, soft), at(10, 25), at(40, 25));
    const stroke = newStroke(twice, soft);
    extendStroke(stroke, at(10, 25), at(40, 25));
    extendStroke(stroke, at(40, 25), at(10, 25));
    expect(twice.data).toEqual(once.data);
  });

  test('removes, across the borders of tiles and of the picture', () => {
    const matte = newMatte(300, 200);
    matte.data.fill(255);
    const stroke = newStroke(matte, { mode: 'remove', softness: 0 });
    expect(extendStroke(stroke, at(-5, 128), at(310, 128))).toEqual([0, 1, 2, 3, 4, 5]);
    for (let x = 0; x < 300; x++) expect([matte.data[128 * 300 + x], matte.data[100 * 300 + x]]).toEqual([0, 255]);
    expect(stroke.before.size).toBe(6);
  });

  test('grows with the pressure along its way', () => {
    const matte = newMatte(100, 60);
    extendStroke(newStroke(matte, keep), at(10, 30, 2), at(90, 30, 25));
    const high = (x: number) => Array.from({ length: 60 }, (_, y) => matte.data[y * 100 + x]).filter(Boolean).length;
    expect(high(20)).toBeLessThan(high(50));
    expect(high(50)).toBeLessThan(high(80));
  });

  test('outside the picture changes nothing', () => {
    const matte = newMatte(20, 20);
    expect(extendStroke(newStroke(matte, keep), at(-40, 5), at(-30, 5))).toEqual([]);
  });

  test('names the tiles that change, and only them', () => {
    const matte = newMatte(512, 512);
    const stroke = newStroke(matte, keep);
    expect(extendStroke(stroke, at(256, 256, 240), at(256, 256, 240)).length).toBe(16);
    expect(extendStroke(stroke, at(256, 256, 240), at(256, 256, 240))).toEqual([]);
    const onwards = extendStroke(stroke, at(256, 256, 240), at(262, 256, 240));
    expect(onwards).not.toContain(5);
    expect(onwards).toContain(7);
  });
});

describe('the history', () => {
  test('goes back and forth exactly, and forgets what was undone when something new is done', () => {
    const matte = newMatte(300, 300);
    const history = createHistory(matte, 1e9);
    const states = [matte.data.slice()];
    for (const x of [50, 128, 250]) {
      const stroke = newStroke(matte, { mode: 'keep', softness: 0.5 });
      extendStroke(stroke, at(x, 40, 30), at(x, 260, 30));
      history.add(stroke.before);
      states.push(matte.data.slice());
    }
    for (const state of states.slice(0, -1).reverse()) {
      expect(history.undo()).toBeDefined();
      expect(matte.data).toEqual(state);
    }
    expect(history.canUndo).toBe(false);
    expect(history.undo()).toBeUndefined();
    for (const state of states.slice(1)) {
      history.redo();
      expect(matte.data).toEqual(state);
    }
    history.undo();
    const stroke = newStroke(matte, keep);
    extendStroke(stroke, at(5, 5), at(5, 5));
    history.add(stroke.before);
    expect(history.canRedo).toBe(false);
  });

  test('keeps within its budget, the newest always', () => {
    const matte = newMatte(512, 512);
    const history = createHistory(matte, 3 * 128 * 128);
    for (let i = 0; i < 5; i++) {
      const stroke = newStroke(matte, keep);
      extendStroke(stroke, at(64 + 90 * i, 64, 5), at(64 + 90 * i, 64, 5));
      history.add(stroke.before);
    }
    expect(history.size).toBeLessThanOrEqual(3 * 128 * 128);
    const other = newMatte(512, 512);
    other.data.fill(7);
    history.add(replaceMatte(matte, other));
    expect(matte.data).toEqual(other.data);
    history.undo();
    expect(matte.data[64 * 512 + 64]).toBe(255);
    expect(history.canUndo).toBe(false);
  });
});
