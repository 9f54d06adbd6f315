import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that start a browser, a Worker or a command, run whole networks, or look at what was built. */
const SLOW = [
  'test/browser/**/*.test.ts',
  'test/extension/packaged.test.ts',
  'test/extension/web-ext-lint.test.ts',
  'test/library/library.test.ts',
  'test/models/artifacts.test.ts',
  'test/models/convert.test.ts',
  'test/models/evaluate.test.ts',
  'test/models/operators.test.ts',
  'test/models/publish.test.ts',
  'test/models/keras/*.test.ts',
  'test/models/networks/*.test.ts',
  'test/models/own/*.test.ts',
  'test/models/tflite/*.test.ts',
  'test/shared/node/own-network.test.ts',
  'test/scripts/cutout.test.ts',
  'test/scripts/cutout-server.test.ts',
  'test/scripts/cutout-files.test.ts',
  'test/scripts/eval.test.ts',
  'test/scripts/installed.test.ts',
  'test/scripts/package.test.ts',
  'test/scripts/run-tests.test.ts',
  'test/scripts/smoke.test.ts',
  'test/scripts/usage.test.ts',
  'test/worker/batches/*.test.ts',
  'test/worker/serve.test.ts',
  'test/worker/protection/{bombs,protection,stalled}.test.ts',
  'test/worker/routes/{artifact,large,mattes,mattes-declined,openapi,parameters,part,remote,worker}.test.ts',
  'test/worker/compatible/{clients,routes}.test.ts',
  'test/worker/described/described.test.ts',
  'test/worker/site/*.test.ts',
];

export default defineConfig({
  test: {
    // Browsers and networks have threads of their own.
    maxWorkers: Math.max(2, availableParallelism() >> 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...SLOW],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: SLOW,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // Browsers on a machine shared with others; whatever is broken fails three times.
          retry: 2,
          // A state that comes late on a busy machine has come all the same.
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
