/// <reference lib="webworker" />

import { withRemote } from '../remote.ts';
import { serveEngineWorker } from './serve.ts';

serveEngineWorker(withRemote);
