import type { TraceEvent } from '../python/api.ts';
import type { Expression, For, Node, Statement } from '../python/ast.ts';
import { nodesOf } from '../python/nodesOf.ts';
import type { ProgramFacts } from './programFacts.ts';
import { innerBodies } from './programFacts.ts';

/** One line that a run of the entry came to: what a line of reasoning about it copies and states. */
export interface TraceLine {
  /** The line as the program has it, without indentation. */
  statement: string;
  /** The value of the variable that it sets; of an `if` or `while` its condition; of a `for` the items still to come, as a list. */
  value: string;
  /** The variables that it reads, with their values before it. Empty for a `for`. */
  reads: { variable: string; value: string }[];
}

/**
 * The lines that a run of the entry came to, in order, without `return`. Their number is the program's depth on that input.
 * @param program source text that was run
 * @param trace its line trace; lines of other functions and of inner calls of `f` are left out
 */
export function traceLines(program: string, facts: ProgramFacts, trace: readonly TraceEvent[]): TraceLine[] {
  if (!facts.entry) return [];
  const nodes = statementsByLine(facts.entry.body);
  const source = program.split('\n');
  const steps = entrySteps(trace);
  const comings = itemsToCome(steps, nodes);
  return steps.flatMap(({ line, before, after, next }, i) => {
    const node = nodes.get(line);
    if (!node || node.kind === 'Return') return [];
    const statement = source[line - 1].trim();
    switch (node.kind) {
      case 'For':
        return [{ statement, value: `[${(comings[i] ?? []).join(', ')}]`, reads: [] }];
      case 'If':
      case 'While':
        return [{ statement, value: isInside(next, node.body) ? 'True' : 'False', reads: readsOf(node.test, before) }];
      default: {
        const values = setNames(node).flatMap((name) => after.get(name) ?? []);
        return [
          {
            statement,
            value: values.length === 1 ? values[0] : values.length === 0 ? 'None' : `(${values.join(', ')})`,
            reads: readsOf(node, before),
          },
        ];
      }
    }
  });
}

/** A line event of the entry's frame with the variables before and after it. */
interface Step {
  line: number;
  before: ReadonlyMap<string, string>;
  after: ReadonlyMap<string, string>;
  /** Line of the frame's next event, 0 when there is none. */
  next: number;
}

function entrySteps(trace: readonly TraceEvent[]): Step[] {
  const first = trace.find(({ frame }) => frame === 'f');
  const events = trace.filter(({ frame, depth }) => frame === 'f' && depth === first?.depth);
  const steps: Step[] = [];
  let state: ReadonlyMap<string, string> = new Map();
  for (const [i, { event, line, changes }] of events.entries()) {
    state = Object.keys(changes).length > 0 ? new Map([...state, ...Object.entries(changes)]) : state;
    const last = steps.at(-1);
    if (last && events[i - 1].event === 'line') last.after = state;
    if (event === 'line')
      steps.push({
        line,
        before: state,
        after: state,
        next: events[i + 1]?.event === 'line' ? events[i + 1].line : 0,
      });
  }
  return steps;
}

/** For each step at the head of a `for`: the values that its target still takes in this pass over the loop. */
function itemsToCome(steps: readonly Step[], nodes: ReadonlyMap<number, Statement>): (string[] | undefined)[] {
  const result: (string[] | undefined)[] = steps.map(() => undefined);
  const coming = new Map<For, string[]>();
  for (let i = steps.length - 1; i >= 0; i--) {
    const node = nodes.get(steps[i].line);
    if (node?.kind !== 'For') continue;
    const names = targetNames(node.target);
    const values = names.map((name) => steps[i].after.get(name) ?? 'None');
    const item = values.length === 1 ? values[0] : `(${values.join(', ')})`;
    const later = isInside(steps[i].next, node.body) ? [item, ...(coming.get(node) ?? [])] : [];
    result[i] = later;
    const isFirstTurn = i === 0 || !(steps[i - 1].line === node.line || isInside(steps[i - 1].line, node.body));
    coming.set(node, isFirstTurn ? [] : later);
  }
  return result;
}

function isInside(line: number, body: readonly Statement[]): boolean {
  return line >= body[0].line && line <= body[body.length - 1].endLine;
}

function statementsByLine(body: readonly Statement[]): Map<number, Statement> {
  const nodes = new Map<number, Statement>();
  const visit = (statements: readonly Statement[]) => {
    for (const statement of statements) {
      if (!nodes.has(statement.line)) nodes.set(statement.line, statement);
      for (const inner of innerBodies(statement)) visit(inner);
    }
  };
  visit(body);
  return nodes;
}

/** Names whose value a simple statement sets or changes in place. */
function setNames(node: Statement): string[] {
  switch (node.kind) {
    case 'Assign':
      return node.targets.flatMap(targetNames);
    case 'AugAssign':
    case 'AnnAssign':
      return targetNames(node.target);
    case 'Expr':
      return node.value.kind === 'Call' && node.value.func.kind === 'Attribute' ? targetNames(node.value.func) : [];
    default:
      return [];
  }
}

function targetNames(target: Expression): string[] {
  switch (target.kind) {
    case 'Name':
      return [target.id];
    case 'Subscript':
    case 'Attribute':
    case 'Starred':
      return targetNames(target.value);
    case 'Tuple':
    case 'List':
      return target.elts.flatMap(targetNames);
    default:
      return [];
  }
}

function readsOf(node: Node, before: ReadonlyMap<string, string>): { variable: string; value: string }[] {
  const names = new Set<string>();
  for (const part of nodesOf([node])) {
    if (part.kind === 'Name' && part.ctx === 'Load') names.add(part.id);
    if (part.kind === 'AugAssign' && part.target.kind === 'Name') names.add(part.target.id);
  }
  return [...names].flatMap((variable) => {
    const value = before.get(variable);
    return value === undefined ? [] : [{ variable, value }];
  });
}
