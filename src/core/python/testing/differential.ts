import type { RunResult } from '../api.ts';
import { runRequest } from '../run.ts';
import { askCPython } from './cpythonOracle.ts';
import type { GeneratedProgram } from './generator/programs.ts';

/** What CPython makes of a program: the repr of the call's value, or the exception's type, message and line. */
export type Outcome =
  | { output: string; stdout: string }
  | { type: string; message: string; line: number }
  | { skipped: string };

/**
 * Runs a JSON list of `{code, call}`; each in fresh globals, with a second and a gigabyte at most. They run in a child
 * process, which is replaced when a loop of C code cannot be stopped or the process dies.
 */
export const RUN_PROGRAMS = `
import contextlib, io, json, os, resource, select, signal, sys, traceback

class TooLong(BaseException):
    pass

def stop(*_):
    raise TooLong

def run(program):
    printed = io.StringIO()
    space = {'__name__': '__main__'}
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(program['code'], '<program>', 'exec'), space)
            output = repr(eval(compile(program['call'], '<call>', 'eval'), space))
        signal.setitimer(signal.ITIMER_REAL, 0)
        return {'output': output, 'stdout': printed.getvalue()}
    except (TooLong, MemoryError) as error:
        return {'skipped': type(error).__name__}
    except SyntaxError as error:
        return {'type': type(error).__name__, 'message': error.msg, 'line': error.lineno or 0}
    except BaseException as error:
        lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == '<program>']
        try:
            message = str(error)
        except BaseException:
            message = ''
        return {'type': type(error).__name__, 'message': message, 'line': lines[-1] if lines else 0}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)

def serve(programs, end):
    signal.signal(signal.SIGALRM, stop)
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    with os.fdopen(end, 'w') as pipe:
        for program in programs:
            try:
                outcome = run(program)
            except TooLong:
                outcome = {'skipped': 'TooLong'}
            pipe.write(json.dumps(outcome) + chr(10))
            pipe.flush()

programs = json.load(sys.stdin)
outcomes = []
while len(outcomes) < len(programs):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        serve(programs[len(outcomes):], writer)
        os._exit(0)
    os.close(writer)
    pending = b''
    while select.select([reader], [], [], 5)[0]:
        more = os.read(reader, 1 << 16)
        if not more:
            break
        *lines, pending = (pending + more).split(bytes([10]))
        outcomes.extend(map(json.loads, lines))
    os.close(reader)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if len(outcomes) < len(programs):
        outcomes.append({'skipped': 'TooLong'})
json.dump(outcomes, sys.stdout)
`;

/** How the answers of a set of programs compare with CPython's. */
export interface Comparison {
  programs: number;
  /** Programs that end neither here nor in CPython, or need too much memory in both: a refusal is the right answer. */
  unending: number;
  /** Programs that only CPython did not answer, by its reason and ours. */
  skipped: Record<string, number>;
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

/** Addresses in messages: no two runs of CPython share them. */
const ADDRESSES = /0x[0-9a-f]{6,}/g;

const BUDGETS = new Set(['fuel', 'memory']);
const REFUSALS = new Set(['unsupported', 'banned', 'fuel', 'memory', 'output', 'source']);

/** Runs programs here and in CPython and compares the answers. */
export function compareWithCPython(programs: readonly GeneratedProgram[]): Comparison {
  const theirs = askCPython<Outcome[]>(RUN_PROGRAMS, programs, 600_000);
  const comparison: Comparison = {
    programs: programs.length,
    unending: 0,
    skipped: {},
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
    const reason = `${theirs.skipped}: ${ours.ok ? ours.output.slice(0, 50) : ours.error.kind}`;
    if (!ours.ok && BUDGETS.has(ours.error.kind)) comparison.unending++;
    else comparison.skipped[reason] = (comparison.skipped[reason] ?? 0) + 1;
    return;
  }
  if (!ours.ok && REFUSALS.has(ours.error.kind)) {
    const reason = `${ours.error.kind}: ${ours.error.message.slice(0, 50)}`;
    comparison.refused[reason] = (comparison.refused[reason] ?? 0) + 1;
    return;
  }
  if ('output' in theirs) {
    // What is printed is cut at a limit of ours.
    const printed = ours.stdout.replace(ADDRESSES, '');
    const isSame = ours.ok && ours.output === theirs.output;
    if (isSame && theirs.stdout.replace(ADDRESSES, '').startsWith(printed)) comparison.agreed++;
    else comparison.wrong.push({ program, ours, theirs });
    return;
  }
  comparison.raised++;
  if (ours.ok || ours.error.type !== theirs.type) {
    comparison.wrong.push({ program, ours, theirs });
    return;
  }
  comparison.agreed++;
  const sameMessage = ours.error.message.replace(ADDRESSES, '') === theirs.message.replace(ADDRESSES, '');
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
