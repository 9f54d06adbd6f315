const MEMORY_SECTION = 5;

/** An unsigned number of WebAssembly (LEB128) and where it ends. */
function readNumber(bytes: Uint8Array, at: number): readonly [value: number, end: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
    if (shift > 21 || at >= bytes.length) throw new Error('Not a number of WebAssembly.');
  }
}

/**
 * The same WebAssembly module with a memory that begins with `pages` of 64 KiB, and grows as before.
 *
 * @throws Error when it has not one memory of its own that begins with more.
 */
export function withMemory(module: Uint8Array, pages: number): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(module);
  for (let at = 8; at < bytes.length; ) {
    const [length, start] = readNumber(bytes, at + 1);
    if (bytes[at] === MEMORY_SECTION) {
      const [count, flags] = readNumber(bytes, start);
      const [least, end] = readNumber(bytes, flags + 1);
      if (count !== 1 || least < pages) break;
      // As many bytes as there were, so that nothing else moves.
      for (let i = flags + 1, rest = pages; i < end; i++, rest >>>= 7) {
        bytes[i] = (rest & 0x7f) | (i < end - 1 ? 0x80 : 0);
      }
      return bytes;
    }
    at = start + length;
  }
  throw new Error('The module has no memory that could begin smaller.');
}
