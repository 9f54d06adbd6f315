import { afterEach, expect, test, vi } from 'vitest';
import { networkNamed } from '../../scripts/common/network-name.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('the names of networks are taken without a word', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(['modnet', 'portrait-s', 'lite'].map(networkNamed)).toEqual(['modnet', 'portrait-s', 'lite']);
  expect(told).not.toHaveBeenCalled();
});

test('portrait still means MODNet, and says what it is called now', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(networkNamed('portrait')).toBe('modnet');
  expect(told).toHaveBeenCalledWith(expect.stringContaining('is called modnet now'));
});

test('any other name is declined with those there are', () => {
  expect(() => networkNamed('cats')).toThrow('“cats”: choose modnet, portrait-s, lite');
});
