import { expect, it } from 'vitest';
import { withMemory } from '../../../worker/codecs/with-memory.ts';

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const EXPORT = [7, 5, 1, 1, 0x6d, 2, 0];
/** 256 pages, 32,768 at most. */
const MEMORY = [5, 7, 1, 1, 0x80, 2, 0x80, 0x80, 2];

const memoryOf = (bytes: Uint8Array<ArrayBuffer>) =>
  new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.m as WebAssembly.Memory;

it('a memory begins smaller, and grows as far as before', () => {
  const memory = memoryOf(withMemory(Uint8Array.from([...HEADER, ...MEMORY, ...EXPORT]), 16));
  expect(memory.buffer.byteLength).toBe(16 * 65_536);
  memory.grow(1000);
  expect(memory.buffer.byteLength).toBe(1016 * 65_536);
  expect(() => memory.grow(32_000)).toThrow();
});

it.each([
  ['no memory', [...HEADER]],
  ['a memory that begins smaller already', [...HEADER, 5, 4, 1, 1, 2, 32, ...EXPORT]],
  ['a number that does not end', [...HEADER, 5, 0xff, 0xff, 0xff, 0xff, 0xff]],
])('a module with %s is declined', (_, bytes) => {
  expect(() => withMemory(Uint8Array.from(bytes), 16)).toThrow();
});
