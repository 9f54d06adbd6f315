import { ask } from '../common/requests/ask.ts';
import { startEngine } from './start.ts';

// Chrome's offscreen document closes when idle; the next job opens it again.
const wake = startEngine('jspi', {
  onIdle: () => window.close(),
  onJobs: (running) => void ask({ kind: 'engine/jobs', running }).catch(() => {}),
});
wake();
