/// <reference lib="webworker" />

import { serveEngineWorker } from '../../web/engine-worker/serve.ts';

// No server helps a program that uses the library.
serveEngineWorker();
