#!/usr/bin/env node
// The terminal command under its own name: `matteo photo.jpg`.
process.argv.splice(2, 0, 'cutout');
await import('./run.mjs');
