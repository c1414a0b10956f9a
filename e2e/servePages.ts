import { existsSync } from 'node:fs';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built app. */
    pages: string;
  }
}

/** Serves the built app for the browser tests on a free port. */
export default async function servePages(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync('dist/index.html'))
    throw new Error('The browser tests test the built app: run "npm run build" first.');
  const server = await preview({ preview: { port: 0, host: '127.0.0.1' }, logLevel: 'warn' });
  project.provide('pages', server.resolvedUrls?.local[0] ?? '');
  return () => server.close();
}
