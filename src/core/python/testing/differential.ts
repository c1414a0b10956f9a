import type { RunResult } from '../api.ts';
import { runRequest } from '../run.ts';
import { askCPython } from './cpythonOracle.ts';
import type { GeneratedProgram } from './generator/programs.ts';

/** What CPython makes of a program: the repr of the call's value, or the exception's type, message and line. */
export type Outcome =
  | { output: string; stdout: string }
  | { type: string; message: string; line: number }
  | { skipped: string };

/** Runs a JSON list of `{code, call}`; each in fresh globals, with a second and a gigabyte at most. */
export const RUN_PROGRAMS = `
import contextlib, io, json, resource, signal, sys, traceback
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

class TooLong(BaseException):
    pass

def stop(*_):
    raise TooLong

signal.signal(signal.SIGALRM, stop)
outcomes = []
for program in json.load(sys.stdin):
    printed = io.StringIO()
    space = {'__name__': '__main__'}
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(program['code'], '<program>', 'exec'), space)
            output = repr(eval(compile(program['call'], '<call>', 'eval'), space))
        signal.setitimer(signal.ITIMER_REAL, 0)
        output.encode('utf-8')
        outcomes.append({'output': output, 'stdout': printed.getvalue()})
    except (TooLong, MemoryError, UnicodeEncodeError) as error:
        outcomes.append({'skipped': type(error).__name__})
    except SyntaxError as error:
        outcomes.append({'type': type(error).__name__, 'message': error.msg, 'line': error.lineno or 0})
    except BaseException as error:
        lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == '<program>']
        try:
            message = str(error)
        except BaseException:
            message = ''
        outcomes.append({'type': type(error).__name__, 'message': message, 'line': lines[-1] if lines else 0})
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
json.dump(outcomes, sys.stdout)
`;

/** How the answers of a set of programs compare with CPython's. */
export interface Comparison {
  programs: number;
  /** Programs that CPython could not answer in time. */
  skipped: number;
  /** Same value and same printed text, or the same type of exception. */
  agreed: number;
  /** Programs that raise, of them those with the same message, and with the same line too. */
  raised: number;
  sameMessage: number;
  sameLine: number;
  /** Ours were refused: what the interpreter does not have, or a budget. By kind and beginning of the message. */
  refused: Record<string, number>;
  /** Another value, another exception, or one instead of the other. */
  wrong: { program: GeneratedProgram; ours: RunResult; theirs: Outcome }[];
  /** Same exception type, but other words or another line. */
  otherWords: { program: GeneratedProgram; ours: string; theirs: string }[];
}

const REFUSALS = new Set(['unsupported', 'banned', 'fuel', 'memory', 'output', 'source']);

/** Runs programs here and in CPython and compares the answers. */
export function compareWithCPython(programs: readonly GeneratedProgram[]): Comparison {
  const theirs = askCPython<Outcome[]>(RUN_PROGRAMS, programs, 600_000);
  const comparison: Comparison = {
    programs: programs.length,
    skipped: 0,
    agreed: 0,
    raised: 0,
    sameMessage: 0,
    sameLine: 0,
    refused: {},
    wrong: [],
    otherWords: [],
  };
  programs.forEach((program, index) => {
    compareOne(comparison, program, runRequest({ ...program, outputLimit: 1_000_000 }), theirs[index]);
  });
  return comparison;
}

function compareOne(comparison: Comparison, program: GeneratedProgram, ours: RunResult, theirs: Outcome): void {
  if ('skipped' in theirs) {
    comparison.skipped++;
    return;
  }
  if (!ours.ok && REFUSALS.has(ours.error.kind)) {
    const reason = `${ours.error.kind}: ${ours.error.message.slice(0, 50)}`;
    comparison.refused[reason] = (comparison.refused[reason] ?? 0) + 1;
    return;
  }
  if ('output' in theirs) {
    // What is printed is cut at a limit of ours.
    if (ours.ok && ours.output === theirs.output && theirs.stdout.startsWith(ours.stdout)) comparison.agreed++;
    else comparison.wrong.push({ program, ours, theirs });
    return;
  }
  comparison.raised++;
  if (ours.ok || ours.error.type !== theirs.type) {
    comparison.wrong.push({ program, ours, theirs });
    return;
  }
  comparison.agreed++;
  const sameMessage = ours.error.message === theirs.message;
  if (sameMessage) comparison.sameMessage++;
  if (sameMessage && ours.error.line === theirs.line) comparison.sameLine++;
  else {
    comparison.otherWords.push({
      program,
      ours: `${ours.error.message} (line ${ours.error.line})`,
      theirs: `${theirs.message} (line ${theirs.line})`,
    });
  }
}
