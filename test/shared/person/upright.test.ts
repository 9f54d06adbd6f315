import { expect, test } from 'vitest';
import type { Evidence } from '../../../shared/person/evidence.ts';
import { isRatherTurned, isUpright } from '../../../shared/person/upright.ts';

const evidence = (personOdds: number | undefined, agreement: number, isNearBlank = false): Evidence => ({
  liteDoubt: -2,
  nearDoubt: -2,
  agreement,
  personOdds,
  isLiteBlank: false,
  isNearBlank,
});

test('people stand upright where the log-odds and the agreement are high', () => {
  expect(isUpright(evidence(8, 0.9))).toBe(true);
  expect(isUpright(evidence(3, 0.9))).toBe(false);
  expect(isUpright(evidence(20, 0, true))).toBe(false);
});

test('a network that tells no log-odds is never asked again', () => {
  expect(isUpright(evidence(undefined, 0, true))).toBe(true);
});

test('a turned picture is taken where it is much more certain', () => {
  expect(isRatherTurned(evidence(8, 0.9), evidence(2, 0.8))).toBe(true);
  expect(isRatherTurned(evidence(8, 0.9), evidence(6.5, 0.9))).toBe(false);
  expect(isRatherTurned(evidence(8, 0.9), evidence(-3, 0, true))).toBe(true);
});

test('clear mattes of an animal, or mattes that do not agree, are no reason to turn a picture', () => {
  expect(isRatherTurned(evidence(2, 0.9), evidence(-3, 0, true))).toBe(false);
  expect(isRatherTurned(evidence(11, 0.1), evidence(-3, 0, true))).toBe(false);
  expect(isRatherTurned(evidence(8, 0.9, true), evidence(-3, 0, true))).toBe(false);
});
