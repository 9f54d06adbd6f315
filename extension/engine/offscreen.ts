import { startEngine } from './start.ts';

// Chrome's offscreen document closes when idle; the next job opens it again.
const wake = startEngine('jspi', () => window.close());
wake();
