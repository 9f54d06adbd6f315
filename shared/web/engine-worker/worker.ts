/// <reference lib="webworker" />

import { createOwnNetworks } from '../own/serving.ts';
import { withRemote } from '../remote.ts';
import { serveEngineWorker } from './serve.ts';

serveEngineWorker(withRemote, createOwnNetworks());
