import type { Expression, Module } from '../ast.ts';
import { LiveMemory } from '../liveMemory.ts';
import { parseArguments, parseExpression, parseModule } from '../parser.ts';
import { Tracer } from '../trace.ts';
import type { Frame } from '../values/frame.ts';
import { collectBindings, collectGlobalDeclarations, collectWalrus } from './bindings.ts';
import { compileExpression } from './expressions.ts';
import { locate } from './locate.ts';
import { NO_LINE, type ProgramContext, Scope } from './scope.ts';
import { compileBlock } from './statements.ts';
import type { Evaluate, Execute } from './types.ts';
import '../methods/all.ts';

/** A program, compiled for one run: its globals are fresh. */
export interface Program {
  context: ProgramContext;
  /** Runs the module's body. */
  body: Execute;
}

/**
 * Parses and compiles a program.
 * @param liveLimit bytes that its live values may have, `null` where the values it makes are counted
 * @throws PythonSyntaxError, or a Refusal where an import is banned
 */
export function compileProgram(code: string, trace = false, liveLimit: number | null = null): Program {
  return compileModule(parseModule(code), code, trace, liveLimit);
}

function compileModule(module: Module, code: string, trace: boolean, liveLimit: number | null): Program {
  const globals: Frame = [undefined];
  const context: ProgramContext = {
    globals,
    module: null as unknown as Scope,
    tracer: trace ? new Tracer() : null,
    live: liveLimit === null ? null : new LiveMemory(globals, liveLimit),
    mayYield: code.includes('yield'),
    mayWalrus: code.includes(':='),
    mayDeclare: code.includes('global') || code.includes('nonlocal'),
    lazyAnnotations: false,
    line: 0,
    constantSets: new Map(),
  };
  const scope = new Scope('module', '<module>', null, context);
  context.module = scope;
  collectBindings(module.body, scope);
  if (context.mayDeclare) collectGlobalDeclarations(module.body, scope);
  return { context, body: compileBlock(module.body, scope, '<module>') };
}

/** Compiles an expression to be evaluated in the program's globals. @throws PythonSyntaxError */
export function compileInProgram(program: Program, expression: Expression): Evaluate {
  const { context } = program;
  const { module } = context;
  if (context.mayWalrus) collectWalrus(expression, module);
  // The trace is that of the program: what stands in the call itself is not recorded.
  const { tracer, constantSets } = context;
  context.tracer = null;
  context.constantSets = new Map();
  context.line = NO_LINE;
  const evaluate = compileExpression(expression, module);
  context.tracer = tracer;
  context.constantSets = constantSets;
  return (f) => {
    try {
      return evaluate(f);
    } catch (error) {
      // Not a line of the program.
      throw locate(error, 0);
    }
  };
}

/** Has the compiler look for what a text added to the program may hold. */
function noteFeatures(program: Program, text: string): void {
  if (text.includes(':=')) program.context.mayWalrus = true;
  if (text.includes('yield')) program.context.mayYield = true;
}

/** Compiles `f(<arguments>)` from the source text of the argument list. @throws PythonSyntaxError */
export function compileEntryCall(program: Program, argumentText: string): Evaluate {
  noteFeatures(program, argumentText);
  const { args, keywords } = parseArguments(argumentText);
  const at = { line: 1, column: 0, endLine: 1, endColumn: 1 };
  const func: Expression = { ...at, kind: 'Name', id: 'f', ctx: 'Load' };
  return compileInProgram(program, { ...at, kind: 'Call', func, args, keywords });
}

/** Compiles an expression given as source text. @throws PythonSyntaxError */
export function compileCallText(program: Program, text: string): Evaluate {
  noteFeatures(program, text);
  return compileInProgram(program, parseExpression(text));
}
