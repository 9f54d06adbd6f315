import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that start a browser, a Worker or a command, run whole networks, or look at what was built. */
const SLOW = [
  'test/browser/**/*.test.ts',
  'test/extension/{packaged,web-ext-lint}.test.ts',
  'test/models/{artifacts,evaluate,operators,publish}.test.ts',
  'test/models/networks/*.test.ts',
  'test/scripts/{cutout,cutout-files,installed,package,smoke}.test.ts',
  'test/worker/{artifact,bombs,docs,mattes,mattes-declined,openapi,page,protection,remote,serve,site,worker}.test.ts',
];

export default defineConfig({
  test: {
    // Browsers and networks have threads of their own.
    maxWorkers: Math.max(2, availableParallelism() >> 1),
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: SLOW, testTimeout: 60_000 } },
      {
        test: {
          name: 'browser',
          include: SLOW,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Browsers on a machine shared with others; whatever is broken fails twice.
          retry: 1,
        },
      },
    ],
  },
});
