import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Browsers on a machine shared with others; whatever is broken fails twice.
    retry: 1,
    // Browsers and networks have threads of their own.
    maxWorkers: Math.max(2, availableParallelism() >> 1),
  },
});
