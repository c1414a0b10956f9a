import { parseLiteral, sameLiteral } from '../python/literal.ts';
import type { RandomStream } from '../rng.ts';
import type { StatedValue } from '../runlog/events.ts';
import type { TaskType } from './taskType.ts';

/** A chain of thought in which one stated value was replaced by a false one, up to there. */
export interface FalseStep {
  /** 0-based line of the replaced value. */
  line: number;
  variable: string;
  /** What the chain states, and what it was made to state. */
  stated: string;
  planted: string;
  /** The chain up to the replaced value, as it was and with the false one; what comes after is for the model to write. */
  before: string;
  changed: string;
}

/**
 * Plants a false value in a finished chain, at a random line before the last that states one. Undefined when no line comes into question:
 * a chain of one step, or a value that cannot be changed into another of its kind.
 * @param text the completion; `stated` is what verification read from it
 */
export function plantFalseStep(
  type: TaskType,
  text: string,
  stated: readonly StatedValue[],
  random: RandomStream,
): FalseStep | undefined {
  const lines = text.replace(/\n$/, '').split('\n');
  const last = stated.at(-1)?.line ?? 0;
  const places = random.shuffle(stated.filter(({ line }) => line < last));
  for (const { line, variable, stated: value, actual } of places) {
    const planted = falseValue(value, actual, random);
    const comment = lines[line].lastIndexOf('  # ');
    const at = lines[line].indexOf(value, comment + 4);
    if (planted === undefined || comment < 0 || at < 0) continue;
    const replaced = lines[line].slice(0, at) + planted + lines[line].slice(at + value.length);
    // A line of states is over; a program's next line brings its own indentation.
    const ending = type === 'induction' ? '' : '\n';
    const begin = (own: string) => [...lines.slice(0, line), own].join('\n') + ending;
    return { line, variable, stated: value, planted, before: begin(lines[line]), changed: begin(replaced) };
  }
  return undefined;
}

/** The literal with one digit, truth value or letter changed, equal to neither of the two given ones. */
function falseValue(stated: string, actual: string | undefined, random: RandomStream): string | undefined {
  const places = random.shuffle([...stated.matchAll(/True|False|\d(?![\d.])|[a-z](?=[a-z]*['"])/g)]);
  for (const { 0: part, index } of places) {
    for (const other of random.shuffle(othersThan(part))) {
      const changed = stated.slice(0, index) + other + stated.slice(index + part.length);
      const differs = (from: string | undefined) => from === undefined || !sameLiteral(changed, from);
      if (isLiteral(changed) && differs(stated) && differs(actual)) return changed;
    }
  }
  return undefined;
}

function othersThan(part: string): string[] {
  const kinds = [['True', 'False'], [...'0123456789'], [...'abcdefghijklmnopqrstuvwxyz']];
  return (kinds.find((kind) => kind.includes(part)) ?? []).filter((other) => other !== part);
}

function isLiteral(text: string): boolean {
  try {
    parseLiteral(text);
    return true;
  } catch {
    return false;
  }
}
