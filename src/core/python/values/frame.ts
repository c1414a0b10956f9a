import type { Value } from './value.ts';

/**
 * A function's variables: slot 0 holds the frame in which the function was defined (so nested functions see variables,
 * not copies), the others parameters and locals, `undefined` while unbound. The module's frame holds the globals.
 */
export type Frame = (Value | undefined)[];

/** The defining frame of `frame`. */
export function parentOf(frame: Frame): Frame {
  return frame[0] as unknown as Frame;
}

/** Makes a frame of `size` slots below `parent`. */
export function newFrame(size: number, parent: Frame): Frame {
  const frame: Frame = new Array(size);
  frame[0] = parent as unknown as Value;
  return frame;
}
