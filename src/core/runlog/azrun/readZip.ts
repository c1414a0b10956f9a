import { crc32 } from './crc32.ts';
import { inflateCapped } from './inflateCapped.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const MOST_ENTRIES = 64;

export interface ZipEntry {
  bytes: Uint8Array;
  /** What is wrong with it, as the rest of a sentence after its name. */
  problem?: string;
}

interface Place {
  name: string;
  method: number;
  crc: number;
  compressed: number;
  /** Where the local header is. */
  at: number;
}

/**
 * Entries of a zip file by name, each inflated to at most `limitOf(name)` bytes; entries with limit 0 are not opened. A file that was cut off
 * gives the entries that are there, the last of them in part. Never throws. Returns undefined when it is no zip at all.
 */
export function readZip(file: Uint8Array, limitOf: (name: string) => number): Map<string, ZipEntry> | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const places = centralPlaces(view, file) ?? localPlaces(view, file);
  if (!places) return undefined;
  const entries = new Map<string, ZipEntry>();
  for (const place of places.slice(0, MOST_ENTRIES)) {
    const limit = limitOf(place.name);
    if (limit > 0 && !entries.has(place.name)) entries.set(place.name, openEntry(view, file, place, limit));
  }
  return entries;
}

function openEntry(view: DataView, file: Uint8Array, place: Place, limit: number): ZipEntry {
  const nothing = new Uint8Array();
  if (place.at + 30 > file.length || view.getUint32(place.at, true) !== LOCAL) {
    return { bytes: nothing, problem: 'is missing where the file says it is' };
  }
  const start = place.at + 30 + view.getUint16(place.at + 26, true) + view.getUint16(place.at + 28, true);
  const data = file.subarray(start, start + place.compressed);
  const cut = data.length < place.compressed;
  if (place.method !== 0 && place.method !== 8)
    return { bytes: nothing, problem: 'is compressed in a way not read here' };
  const { bytes, stopped } =
    place.method === 8
      ? inflateCapped(data, limit)
      : data.length > limit
        ? { bytes: data.slice(0, limit), stopped: 'large' as const }
        : { bytes: data.slice() };
  if (stopped === 'large') return { bytes, problem: `is larger than ${Math.round(limit / 2 ** 20)} MB` };
  if (cut) return { bytes, problem: 'is cut off' };
  if (stopped === 'damaged' || crc32(bytes) !== place.crc) return { bytes, problem: 'is damaged' };
  return { bytes };
}

/** From the directory at the end of the file; undefined when it is not there. */
function centralPlaces(view: DataView, file: Uint8Array): Place[] | undefined {
  const first = Math.max(0, file.length - 22 - 65_535);
  for (let end = file.length - 22; end >= first; end--) {
    if (view.getUint32(end, true) !== END) continue;
    const places: Place[] = [];
    let at = view.getUint32(end + 16, true);
    const count = Math.min(view.getUint16(end + 10, true), MOST_ENTRIES);
    for (let i = 0; i < count; i++) {
      if (at + 46 > file.length || view.getUint32(at, true) !== CENTRAL) return undefined;
      const nameLength = view.getUint16(at + 28, true);
      places.push({
        name: textAt(file, at + 46, nameLength),
        method: view.getUint16(at + 10, true),
        crc: view.getUint32(at + 16, true),
        compressed: view.getUint32(at + 20, true),
        at: view.getUint32(at + 42, true),
      });
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return places;
  }
  return undefined;
}

/** From the headers before each entry, for a file whose end is missing; undefined when it does not begin with one. */
function localPlaces(view: DataView, file: Uint8Array): Place[] | undefined {
  const places: Place[] = [];
  let at = 0;
  while (at + 30 <= file.length && view.getUint32(at, true) === LOCAL && places.length < MOST_ENTRIES) {
    const nameLength = view.getUint16(at + 26, true);
    const compressed = view.getUint32(at + 18, true);
    places.push({
      name: textAt(file, at + 30, nameLength),
      method: view.getUint16(at + 8, true),
      crc: view.getUint32(at + 14, true),
      compressed,
      at,
    });
    at += 30 + nameLength + view.getUint16(at + 28, true) + compressed;
  }
  return places.length > 0 ? places : undefined;
}

function textAt(file: Uint8Array, at: number, length: number): string {
  return new TextDecoder().decode(file.subarray(at, at + length));
}
