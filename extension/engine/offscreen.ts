import { startEngine } from './start.ts';

// Chrome's offscreen document closes when idle; the next job opens it again.
startEngine('jspi', () => window.close());
