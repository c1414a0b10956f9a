import { nodesOf } from '../python/nodesOf.ts';
import { type ProgramFacts, targetName } from './programFacts.ts';

/**
 * `length` neighbouring statements of a straight-line program, from statement `start` on, as a program of their own: what they read of the rest
 * becomes the parameters, the last name that they set is returned. Undefined where there are fewer statements, where they read nothing, or where
 * the program does anything but set one name after another and return.
 */
export function programWindow({ entry, normalized }: ProgramFacts, start: number, length: number): string | undefined {
  const assignments = entry?.body.slice(0, -1) ?? [];
  if (!entry || start + length > assignments.length || !normalized.startsWith('def f(')) return undefined;
  if (entry.body.at(-1)?.kind !== 'Return') return undefined;
  const targets = assignments.map(targetName);
  if (targets.some((name) => name === undefined)) return undefined;
  const before = new Set([...entry.args.args.map(({ arg }) => arg), ...targets.slice(0, start)]);
  const chosen = assignments.slice(start, start + length);
  const read = new Set<string>();
  const set = new Set<string>();
  for (const [i, statement] of chosen.entries()) {
    for (const node of nodesOf([statement]))
      if (node.kind === 'Name' && node.ctx === 'Load' && !set.has(node.id)) read.add(node.id);
    set.add(targets[start + i] as string);
  }
  const parameters = [...before].filter((name) => name !== undefined && read.has(name));
  if (parameters.length === 0) return undefined;
  const lines = normalized.split('\n').slice(1 + start, 1 + start + length);
  return [`def f(${parameters.join(', ')}):`, ...lines, `    return ${targets[start + length - 1]}`].join('\n');
}
