import { type AzrunFile, readAzrun } from '../../core/runlog/azrun/readAzrun.ts';
import { exportModel, resume, saveRun } from '../liveSession.ts';
import { openRun, seekReplay } from '../replaySession.ts';
import { useStore } from '../store.ts';
import { useOffers } from './offerStore.ts';

/** Opening, saving and going on with run files. Whatever goes wrong becomes a message. */

const LARGEST_DOWNLOAD = 256 * 2 ** 20;

/** Opens a file that a person chose or dropped. A run with weights can also be gone on with: that is offered. */
export async function openFile(file: File): Promise<void> {
  const bytes = await bytesOf(file, `${file.name} could not be read`);
  if (bytes) openBytes(bytes, file.name);
}

/** Loads the run that a link points to, because a person asked for it, and shows it at a step. */
export async function loadRun(address: string, at?: number): Promise<void> {
  const { host, pathname } = new URL(address);
  const bytes = await bytesOf(await fetchRun(address, host), `The run at ${host} could not be loaded`);
  if (bytes && openBytes(bytes, pathname.split('/').pop() || host) && at !== undefined) seekReplay(at);
}

/** Goes on with a saved run: its settings are chosen, and it waits, paused, where it was. */
export function goOnWith(bytes: Uint8Array): void {
  const { file, problems } = readAzrun(bytes);
  const started = file && startedOf(file);
  if (!started) {
    useStore.getState().say('error', problems.join(' '));
    return;
  }
  useStore.getState().setSettings(started.preset, started.config);
  resume(bytes);
}

/** The live run as a file to keep. */
export function saveFile(): Promise<void> {
  return offerLive(async (name) => offerDownload(`${name}.azrun`, (await saveRun()).file));
}

/** The live run's model alone, as Hugging Face transformers takes it. */
export function saveModel(): Promise<void> {
  return offerLive(async (name) => {
    const { zip, weights } = await exportModel();
    offerDownload(`${name}-model.zip`, zip);
    useStore.getState().say('info', `The model is saved: ${weights}.`);
  });
}

async function offerLive(offer: (name: string) => Promise<void>): Promise<void> {
  const { started } = useStore.getState().live;
  try {
    await offer(started ? `${started.presetId}-seed${started.config.seed}` : 'run');
  } catch (error) {
    useStore.getState().say('error', error instanceof Error ? error.message : String(error));
  }
}

/** Offers bytes as a file to keep. */
export function offerDownload(name: string, content: Uint8Array | string): void {
  const url = URL.createObjectURL(new Blob([typeof content === 'string' ? content : content.slice()]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function openBytes(bytes: Uint8Array, name: string): boolean {
  const file = openRun(bytes, name);
  if (!file) return false;
  const canGoOn = file.extras.has('weights.safetensors');
  useOffers.setState({ opened: canGoOn ? { name, bytes } : undefined });
  if (file.manifest.thinned) useStore.getState().say('info', `${name}: ${file.manifest.thinned.sentence}`);
  return true;
}

function startedOf({ events }: AzrunFile) {
  return events.find((event) => event.kind === 'run');
}

async function bytesOf(source: Blob | Response | Error, failure: string): Promise<Uint8Array | undefined> {
  try {
    if (source instanceof Error) throw source;
    if (source instanceof Response) return await bodyOf(source);
    return new Uint8Array(await source.arrayBuffer());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    useStore.getState().say('error', `${failure}: ${reason}`);
    return undefined;
  }
}

/** The bytes of an answer. @throws Error when there are more than a page should take in */
async function bodyOf(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let total = 0;
  for (const reader = response.body?.getReader(); reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    total += value.length;
    if (total <= LARGEST_DOWNLOAD) continue;
    await reader.cancel();
    throw new Error('it is larger than 256 MB.');
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

async function fetchRun(address: string, host: string): Promise<Response | Error> {
  try {
    const response = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    return response.ok ? response : new Error(`${host} answered ${response.status}.`);
  } catch {
    return new Error(`${host} cannot be reached, or does not allow other pages to read its files (CORS).`);
  }
}
