import { deflateSync } from 'fflate';
import * as v from 'valibot';
import { inflateCapped } from '../runlog/azrun/inflateCapped.ts';
import { allTaskTypes, type TaskType } from '../tasks/taskType.ts';
import { fromBase64url, toBase64url } from './base64url.ts';

/** A program for the Lab with the inputs to run it on. It goes to our own interpreter only, and not before someone asks for it. */
export interface LinkedProgram {
  program: string;
  inputs: string[];
  type?: TaskType;
  message?: string;
}

/** Most bytes of text that a link may unpack to. */
export const LARGEST_PROGRAM = 64 * 1024;

const schema: v.GenericSchema<unknown, LinkedProgram> = v.object({
  program: v.string(),
  inputs: v.pipe(v.array(v.string()), v.maxLength(64)),
  type: v.optional(v.picklist(allTaskTypes)),
  message: v.optional(v.string()),
});

/** The value of `z` in a link. @throws RangeError when the text is longer than a link may carry */
export function encodeProgram(program: LinkedProgram): string {
  const bytes = new TextEncoder().encode(JSON.stringify(program));
  if (bytes.length > LARGEST_PROGRAM) {
    throw new RangeError(
      'The program is longer than 64 KB, which is more than a link can carry. Save the run as a file instead.',
    );
  }
  return toBase64url(deflateSync(bytes, { level: 9 }));
}

/** Reads the value of `z`; a sentence when it cannot be read. Never throws and never unpacks more than `LARGEST_PROGRAM`. */
export function decodeProgram(text: string): LinkedProgram | string {
  const packed = fromBase64url(text);
  if (!packed) return 'The program in this link is damaged: it is not base64url.';
  const { bytes, stopped } = inflateCapped(packed, LARGEST_PROGRAM);
  if (stopped === 'large') return 'The program in this link is longer than 64 KB and was not read.';
  if (stopped) return 'The program in this link is damaged and was not read. Was the link cut short?';
  try {
    return v.parse(schema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return 'The program in this link is damaged and was not read.';
  }
}
