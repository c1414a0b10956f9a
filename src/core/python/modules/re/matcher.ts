import { budget, outOfFuel, outOfMemory } from '../../budget.ts';
import { fold, isAsciiWord, isWord } from './characters.ts';
import type { Program } from './program.ts';

/** Kinds of entries on the backtracking stack; each entry is four numbers. */
const CHOICE = 0;
const RESTORE = 1;
const RUN = 2;
const LAZY_RUN = 3;
const LAZY_LOOP = 4;

/** The text that a pattern is matched against, by code points. */
export type Points = Int32Array;

/** What a match must fulfil besides the pattern. */
export interface Conditions {
  /** It must end here (`fullmatch`), −1 when it may end anywhere. */
  endAt: number;
  /** It must not be empty at its start (the step after an empty match). */
  mustAdvance: boolean;
}

/**
 * Tries the pattern at one position: a backtracking machine on a stack of its own, which pays fuel for every
 * instruction and memory for its stack, so no pattern can hang it.
 * @returns the slots (−1 where a group did not take part), or `null`.
 */
export function matchAt(
  program: Program,
  points: Points,
  start: number,
  end: number,
  conditions: Conditions,
): Int32Array | null {
  const { code } = program;
  const slots = new Int32Array(program.slots).fill(-1);
  const stack: number[] = [];
  let pc = 0;
  let position = start;
  slots[0] = start;

  const set = (slot: number, value: number): void => {
    stack.push(RESTORE, slot, slots[slot], 0);
    slots[slot] = value;
  };

  for (;;) {
    if (--budget.fuel < 0) outOfFuel();
    const instruction = code[pc];
    let failed = false;
    switch (instruction.op) {
      case 'test':
        if (position < end && instruction.test(points[position])) {
          position++;
          pc++;
        } else failed = true;
        break;
      case 'run': {
        const { test, min, max, lazy } = instruction;
        const limit = max > end - position ? end : position + max;
        const least = position + min;
        if (least > end) {
          failed = true;
          break;
        }
        let at = position;
        const goal = lazy ? least : limit;
        while (at < goal && test(points[at])) at++;
        if ((budget.fuel -= (at - position) >> 2) < 0) outOfFuel();
        if (at < least) {
          failed = true;
          break;
        }
        if (lazy) {
          if (at < limit) stack.push(LAZY_RUN, pc, at, limit);
        } else if (at > least) stack.push(RUN, pc + 1, least, at);
        position = at;
        pc++;
        break;
      }
      case 'split':
        stack.push(CHOICE, instruction.second, position, 0);
        pc = instruction.first;
        break;
      case 'jump':
        pc = instruction.to;
        break;
      case 'save':
        set(instruction.slot, position);
        pc++;
        break;
      case 'close':
        set(instruction.slot, position);
        set(instruction.lastSlot, instruction.index);
        pc++;
        break;
      case 'begin':
        set(instruction.slot, 0);
        set(instruction.slot + 1, -1);
        pc++;
        break;
      case 'loop': {
        const { slot, min, max, lazy, body, exit } = instruction;
        const count = slots[slot];
        if (count < min) {
          set(slot, count + 1);
          set(slot + 1, position);
          pc = body;
        } else if (count >= max || position === slots[slot + 1]) pc = exit;
        else if (lazy) {
          stack.push(LAZY_LOOP, pc, position, 0);
          pc = exit;
        } else {
          stack.push(CHOICE, exit, position, 0);
          set(slot, count + 1);
          set(slot + 1, position);
          pc = body;
        }
        break;
      }
      case 'fence':
        set(instruction.slot, stack.length);
        set(instruction.slot + 1, position);
        pc++;
        break;
      case 'cut':
        dropChoices(stack, slots[instruction.slot]);
        if (instruction.restorePosition) position = slots[instruction.slot + 1];
        pc++;
        break;
      case 'refuse': {
        // The negative look's body matched: undo it, choice included, and fail.
        const height = slots[instruction.slot];
        while (stack.length > height) {
          if (stack[stack.length - 4] === RESTORE) slots[stack[stack.length - 3]] = stack[stack.length - 2];
          stack.length -= 4;
        }
        failed = true;
        break;
      }
      case 'back':
        position -= instruction.width;
        if (position < 0) failed = true;
        else pc++;
        break;
      case 'backreference': {
        const from = slots[instruction.index * 2];
        const to = slots[instruction.index * 2 + 1];
        const length = to - from;
        if (from < 0 || to < 0 || position + length > end) {
          failed = true;
          break;
        }
        if ((budget.fuel -= length >> 2) < 0) outOfFuel();
        for (let i = 0; i < length && !failed; i++) {
          const a = points[from + i];
          const b = points[position + i];
          if (a !== b && !(instruction.ignoreCase && fold(a) === fold(b))) failed = true;
        }
        position += length;
        pc++;
        break;
      }
      case 'ifGroup':
        pc = slots[instruction.index * 2 + 1] >= 0 ? pc + 1 : instruction.no;
        break;
      case 'assertion':
        if (holds(instruction.at, instruction.ascii, points, position, end)) pc++;
        else failed = true;
        break;
      case 'match':
        if (
          (conditions.endAt >= 0 && position !== conditions.endAt) ||
          (conditions.mustAdvance && position === start)
        ) {
          failed = true;
          break;
        }
        slots[1] = position;
        return slots;
    }
    if (!failed) continue;
    // Back to the latest choice, undoing what was saved since.
    for (;;) {
      if (stack.length === 0) return null;
      const d = stack.pop()!;
      const c = stack.pop()!;
      const b = stack.pop()!;
      const kind = stack.pop()!;
      if (kind === RESTORE) {
        slots[b] = c;
        continue;
      }
      if (kind === CHOICE) {
        pc = b;
        position = c;
      } else if (kind === RUN) {
        pc = b;
        position = d - 1;
        if (position > c) stack.push(RUN, b, c, position);
      } else if (kind === LAZY_RUN) {
        const run = code[b];
        if (run.op !== 'run' || !run.test(points[c])) continue;
        position = c + 1;
        pc = b + 1;
        if (position < d) stack.push(LAZY_RUN, b, position, d);
      } else {
        const loop = code[b];
        if (loop.op !== 'loop') continue;
        position = c;
        set(loop.slot, slots[loop.slot] + 1);
        set(loop.slot + 1, position);
        pc = loop.body;
      }
      break;
    }
    if (stack.length > 400_000) {
      if ((budget.memory -= 64) < 0) outOfMemory();
    }
  }
}

/** Removes the choices above `height` but keeps what undoes captures. */
function dropChoices(stack: number[], height: number): void {
  let kept = height;
  for (let i = height; i < stack.length; i += 4) {
    if (stack[i] !== RESTORE) continue;
    for (let j = 0; j < 4; j++) stack[kept + j] = stack[i + j];
    kept += 4;
  }
  stack.length = kept;
}

function holds(at: string, ascii: boolean, points: Points, position: number, end: number): boolean {
  switch (at) {
    case 'start':
      return position === 0;
    case 'lineStart':
      return position === 0 || points[position - 1] === 10;
    case 'end':
      return position === end || (position === end - 1 && points[position] === 10);
    case 'lineEnd':
      return position === end || points[position] === 10;
    case 'trueEnd':
      return position === end;
    default: {
      if (end === 0) return false;
      const word = ascii ? isAsciiWord : isWord;
      const before = position > 0 && word(points[position - 1]);
      const after = position < end && word(points[position]);
      return (before !== after) === (at === 'boundary');
    }
  }
}

/** Tries the pattern at `from` and every later position. */
export function searchFrom(
  program: Program,
  points: Points,
  from: number,
  end: number,
  mustAdvance: boolean,
): Int32Array | null {
  for (let start = from; start <= end; start++) {
    const first = program.code[0];
    if (first.op === 'test') {
      // Skip what cannot begin a match.
      const begin = start;
      while (start < end && !first.test(points[start])) start++;
      if ((budget.fuel -= (start - begin) >> 2) < 0) outOfFuel();
      if (start >= end) return null;
    }
    const found = matchAt(program, points, start, end, { endAt: -1, mustAdvance: mustAdvance && start === from });
    if (found !== null) return found;
  }
  return null;
}
