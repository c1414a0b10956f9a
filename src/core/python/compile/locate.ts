import { Refusal } from '../budget.ts';
import { Raised } from '../values/exceptions.ts';

/** Frames of a traceback that are kept, the innermost ones. */
const MAX_FRAMES = 60;

/** Notes the line at which an exception or refusal leaves a statement, when it has none yet in this frame. */
export function locate(error: unknown, line: number): unknown {
  if (error instanceof Raised) {
    if (error.pending === 0) error.pending = line;
    if (error.exception.line === 0) error.exception.line = line;
  } else if (error instanceof Refusal && error.line === 0) error.line = line;
  return error;
}

/** As `locate`, for the outermost block of a frame: the exception has left it. */
export function locateFrame(error: unknown, line: number, name: string): unknown {
  locate(error, line);
  if (error instanceof Raised) {
    if (error.frames.length < MAX_FRAMES) error.frames.push({ name, line: error.pending });
    error.pending = 0;
  }
  return error;
}
