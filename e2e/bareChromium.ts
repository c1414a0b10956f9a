import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findChromium } from './findChromium.ts';

interface Answer {
  id?: number;
  method?: string;
  sessionId?: string;
  result?: Record<string, unknown>;
  error?: { message: string };
  params?: Record<string, unknown>;
}

/**
 * A Chromium that is driven over its own pipe (https://chromedevtools.github.io/devtools-protocol/): one that Playwright launches or connects to has
 * every page believe that it is in front, and never hides one. `launch` is no race with a port that opens or a line that is printed.
 */
export class BareChromium {
  private readonly profile = mkdtempSync(join(tmpdir(), 'bare-chromium-'));
  private readonly calls = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  private readonly process = spawn(
    findChromium(),
    ['--headless', '--no-sandbox', '--no-first-run', '--remote-debugging-pipe', `--user-data-dir=${this.profile}`],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  private readonly ended = new Promise<void>((resolve) => this.process.once('exit', () => resolve()));
  private lastId = 0;
  /** What scripts of pages threw and did not catch. */
  readonly errors: string[] = [];

  constructor() {
    let text = '';
    (this.process.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (text + chunk).split('\0');
      text = messages.pop() as string;
      for (const message of messages) this.receive(JSON.parse(message));
    });
    void this.ended.then(() => {
      for (const { reject } of this.calls.values()) reject(new Error('Chromium ended.'));
    });
  }

  private receive({ id, method, result, error, params }: Answer): void {
    if (method === 'Runtime.exceptionThrown') this.errors.push(JSON.stringify(params));
    const call = id === undefined ? undefined : this.calls.get(id);
    if (!call) return;
    this.calls.delete(id as number);
    if (error) call.reject(new Error(error.message));
    else call.resolve(result as never);
  }

  /** Asks for a method of the protocol, of a page's session or of the browser. */
  call<Result = unknown>(method: string, params: object = {}, sessionId?: string): Promise<Result> {
    const id = ++this.lastId;
    return new Promise<Result>((resolve, reject) => {
      this.calls.set(id, { resolve, reject });
      (this.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** Opens a page in front. `script` runs in it before its own. */
  async open(address: string, script = ''): Promise<BarePage> {
    const { targetId } = await this.call<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
    const attach = { targetId, flatten: true };
    const { sessionId } = await this.call<{ sessionId: string }>('Target.attachToTarget', attach);
    await this.call('Runtime.enable', {}, sessionId);
    await this.call('Page.enable', {}, sessionId);
    await this.call('Page.addScriptToEvaluateOnNewDocument', { source: script }, sessionId);
    await this.call('Page.navigate', { url: address }, sessionId);
    return new BarePage(this, sessionId);
  }

  async close(): Promise<void> {
    this.process.kill();
    await this.ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

class BarePage {
  constructor(
    private readonly browser: BareChromium,
    private readonly session: string,
  ) {}

  async bringToFront(): Promise<void> {
    await this.browser.call('Page.bringToFront', {}, this.session);
  }

  /** The value of an expression, in the page. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const asked = { expression, returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails } = await this.browser.call<{
      result: { value: Value };
      exceptionDetails?: { text: string };
    }>('Runtime.evaluate', asked, this.session);
    if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
  }
}
