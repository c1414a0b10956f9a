/** The vocabulary of the interpreter's answers: what every caller of the judge sees. */

/** Why a run gave no value. `unsupported` begins its message with the feature's name; `nondeterministic` comes only where it is asked for. */
export type RunErrorKind =
  | 'python'
  | 'syntax'
  | 'unsupported'
  | 'banned'
  | 'fuel'
  | 'memory'
  | 'recursion'
  | 'output'
  | 'nondeterministic'
  | 'source'
  | 'request';

/** A typed refusal or a Python exception, as CPython words it. */
export interface RunError {
  kind: RunErrorKind;
  /** Python exception type, e.g. `ZeroDivisionError`; for refusals the kind in CapWords (`FuelExceeded`). */
  type: string;
  message: string;
  /** 1-based line of the program, 0 when there is none. */
  line: number;
  /** 1-based column, for editor markers; present for syntax errors. */
  column?: number;
}

/** One event of the line trace, as `sys.settrace` of CPython 3.11 gives them. */
export interface TraceEvent {
  event: 'call' | 'line' | 'return';
  /** 1-based line about to run ('line'), of the `def` ('call'), or of the return ('return'). */
  line: number;
  /** Name of the function whose frame this is; `<module>` at top level. */
  frame: string;
  /** Call depth, 0 at module level. */
  depth: number;
  /** Local variables whose `repr` changed since the previous event of the same frame. */
  changes: Record<string, string>;
  /** `repr` of the returned value, for 'return'. */
  value?: string;
}

export interface RunOptions {
  /** Steps that the run may spend. Default 100,000. */
  fuel?: number;
  /**
   * Estimated bytes of the values that may be live at a time. Those made are counted first; where they add up to more, the run is repeated to
   * count what is live, and may go over by a quarter unnoticed. Default 16 MiB.
   */
  memory?: number;
  /** Longest `repr` of the result, in characters. Default 20,000. */
  outputLimit?: number;
  /** PYTHONHASHSEED to imitate. Default 0. */
  hashSeed?: number;
  /** Record the line trace of the entry call (bounded to 2,000 events). */
  trace?: boolean;
  /** Refuse a result that shows itself as a literal and is none: an instance with a `__repr__` of its own. */
  refuseDisguised?: boolean;
  /**
   * What a task's program must be: run again from fresh state with another hash seed, with more of them where a hash that depends on it was
   * used, and refused (kind `nondeterministic`) when the values or exceptions differ. Results that cannot be compared or shown are refused
   * too (kind `output`): generators, functions, NaN, instances without `__eq__` or `__repr__`, and those that `refuseDisguised` refuses.
   */
  deterministic?: boolean;
}

export type RunResult =
  | { ok: true; output: string; steps: number; stdout: string; trace?: TraceEvent[] }
  | { ok: false; error: RunError; steps: number; stdout: string; trace?: TraceEvent[] };

/** What to run: `args` is the source text of the argument list of entry `f`; `call` an expression evaluated after the code. */
export type RunRequest = { code: string } & ({ args: string } | { call: string }) & RunOptions;
