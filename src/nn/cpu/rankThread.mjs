/** Entry of a rank's thread in Node, in JavaScript: a thread does not inherit the loader that reads TypeScript. */
import { register } from 'tsx/esm/api';

register();
await import('./rank.worker.ts');
