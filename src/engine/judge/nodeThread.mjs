// Lets a worker thread of Node run a TypeScript file: hooks given on the command line do not reach worker threads.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.file);
