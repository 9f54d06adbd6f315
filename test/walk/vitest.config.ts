import { defineConfig } from 'vitest/config';

/** The walk is no part of `npm test`: the tests do the same, task by task, and more of it. */
export default defineConfig({
  test: {
    include: ['test/walk/walk.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
