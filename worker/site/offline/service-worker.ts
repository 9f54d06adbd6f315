/// <reference lib="webworker" />

import { answerTo } from './answers.ts';
import { receiveShare } from './share.ts';
import { SHARE } from './share-paths.ts';
import { activate, install, type Version } from './versions.ts';

/** What buildSite built. */
declare const VERSION: Version;

const worker = self as unknown as ServiceWorkerGlobalScope;

// A new version waits until no page of the one before is open: a page never meets another version's files.
worker.addEventListener('install', (event) => event.waitUntil(install(VERSION)));
worker.addEventListener('activate', (event) => event.waitUntil(activate(VERSION).then(() => worker.clients.claim())));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method === 'POST' && origin === location.origin && pathname === SHARE)
    return event.respondWith(receiveShare(request));
  const answer = answerTo(request, VERSION);
  if (answer) event.respondWith(answer);
});
