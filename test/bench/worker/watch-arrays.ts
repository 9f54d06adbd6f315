/** Smaller ones don't count, and there are many. */
const LEAST_BYTES = 65_536;

const KINDS = ['Uint8ClampedArray', 'Float32Array'] as const;

/**
 * Calls `look` after each large array that is made, until it is told to end: so what lives between two steps alone is seen, too.
 *
 * @returns ends it.
 */
export function watchArrays(look: () => void): () => void {
  const kinds = globalThis as unknown as Record<string, new (...args: unknown[]) => ArrayBufferView>;
  const ends = KINDS.map((name) => {
    const kind = kinds[name];
    kinds[name] = new Proxy(kind, {
      construct(target, args, newTarget) {
        const made = Reflect.construct(target, args, newTarget);
        if (made.byteLength >= LEAST_BYTES) look();
        return made;
      },
    });
    return () => {
      kinds[name] = kind;
    };
  });
  return () => {
    for (const end of ends) end();
  };
}
