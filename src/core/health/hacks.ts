import type { FunctionDef, Node } from '../python/ast.ts';
import { parseLiteralArguments, sameLiteral } from '../python/literal.ts';
import { nodesOf } from '../python/nodesOf.ts';
import { shownPairs } from '../tasks/prompts.ts';
import type { Task } from '../tasks/taskType.ts';

/**
 * Ways to earn a reward with a task that asks for nothing: the program does not use its input; it gives it back as it is; all pairs have one
 * output; the message of an induction task names an output that the solver is to find.
 */
export const hacks = ['inputIgnored', 'inputReturned', 'constantOutput', 'answerInMessage'] as const;
export type Hack = (typeof hacks)[number];

/** Which of them a valid task is. `entry` is the task's function `f`. */
export function hacksOf(task: Task, entry: FunctionDef): Hack[] {
  const { inputs, outputs } = task;
  const found: Record<Hack, boolean> = {
    inputIgnored: ignoresInput(entry),
    inputReturned: inputs.every((input, i) => isSingle(input) && sameLiteral(input, outputs[i])),
    constantOutput: new Set(inputs).size > 1 && outputs.every((output) => sameLiteral(output, outputs[0])),
    answerInMessage: task.type === 'induction' && namesHidden(task),
  };
  return hacks.filter((hack) => found[hack]);
}

/** Whether an argument list has one argument, so that its text is a literal of its own. */
function isSingle(input: string): boolean {
  return parseLiteralArguments(input).args.length === 1;
}

/** Shorter outputs stand in many messages by chance. */
const TELLING_LENGTH = 3;

function namesHidden(task: Task): boolean {
  const { message = '', outputs } = task;
  const hidden = outputs.slice(shownPairs(task));
  return hidden.some((output) => output.length >= TELLING_LENGTH && message.includes(output));
}

/**
 * Whether no parameter can reach what the function returns: names are followed backwards from `return` and from the conditions through all
 * assignments and method calls, in any order, so a `true` is certain.
 */
export function ignoresInput(entry: FunctionDef): boolean {
  const relevant = new Set<string>();
  /** What flows into a name. */
  const flows: { to: string[]; from: string[] }[] = [];
  for (const node of nodesOf(entry.body)) {
    switch (node.kind) {
      case 'Return':
      case 'Yield':
      case 'YieldFrom':
        for (const name of namesIn(node)) relevant.add(name);
        break;
      case 'If':
      case 'While':
        for (const name of namesIn(node.test)) relevant.add(name);
        break;
      case 'Assign':
        flows.push({ to: node.targets.flatMap(namesIn), from: namesIn(node) });
        break;
      case 'AugAssign':
      case 'AnnAssign':
      case 'NamedExpr':
        flows.push({ to: namesIn(node.target), from: namesIn(node) });
        break;
      case 'For':
        // The number of rounds alone can make the result.
        for (const name of namesIn(node.iter)) relevant.add(name);
        flows.push({ to: namesIn(node.target), from: namesIn(node.iter) });
        break;
      case 'Try':
      case 'Match':
      case 'Raise':
      case 'Assert':
      case 'With':
        for (const name of namesIn(node)) relevant.add(name);
        break;
      case 'FunctionDef':
      case 'ClassDef':
        flows.push({ to: [node.name], from: namesIn(node) });
        break;
      case 'Call':
        if (node.func.kind === 'Attribute') flows.push({ to: namesIn(node.func.value), from: namesIn(node) });
        break;
    }
  }
  let before = -1;
  while (before < relevant.size) {
    before = relevant.size;
    for (const { to, from } of flows)
      if (to.some((name) => relevant.has(name))) for (const name of from) relevant.add(name);
  }
  return entry.args.args.length > 0 && entry.args.args.every(({ arg }) => !relevant.has(arg));
}

function namesIn(node: Node): string[] {
  return nodesOf([node]).flatMap((part) => (part.kind === 'Name' ? [part.id] : []));
}
