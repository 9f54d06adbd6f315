// Where a thread of the terminal command begins: plain JavaScript, because a thread has to register TypeScript itself.
import { register } from 'tsx/esm/api';

register();
await import('./listen.ts');
