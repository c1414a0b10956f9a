import type { CharacterTest } from './characters.ts';
import { widthOf } from './parsePattern.ts';
import { type Node, type Parsed, PatternFault } from './syntax.ts';

/** Instructions of the matcher. Numbers are places in the program, or slots of its registers. */
export type Instruction =
  | { op: 'test'; test: CharacterTest }
  | { op: 'run'; test: CharacterTest; min: number; max: number; lazy: boolean }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'save'; slot: number }
  | { op: 'close'; slot: number; lastSlot: number; index: number }
  | { op: 'begin'; slot: number }
  | { op: 'loop'; slot: number; min: number; max: number; lazy: boolean; body: number; exit: number }
  | { op: 'fence'; slot: number }
  | { op: 'cut'; slot: number; restorePosition: boolean }
  | { op: 'refuse'; slot: number }
  | { op: 'back'; width: number }
  | { op: 'backreference'; index: number; ignoreCase: boolean }
  | { op: 'ifGroup'; index: number; no: number }
  | { op: 'assertion'; at: string; ascii: boolean }
  | { op: 'match' };

/**
 * A compiled pattern. Slots 0 and 1 are the match, 2i and 2i + 1 group i, the next one holds the group that closed
 * last, the others are registers.
 */
export interface Program {
  code: Instruction[];
  slots: number;
  groups: number;
  names: Map<string, number>;
  flags: number;
}

/** Compiles a parsed pattern. Throws PatternFault where a lookbehind has no fixed width. */
export function compilePattern(parsed: Parsed): Program {
  const code: Instruction[] = [];
  const lastSlot = parsed.groups * 2;
  let slots = lastSlot + 1;
  const groupWidths = new Map<number, [number, number]>();

  function emit(node: Node): void {
    switch (node.kind) {
      case 'empty':
        return;
      case 'test':
        code.push({ op: 'test', test: node.test });
        return;
      case 'sequence':
        for (const part of node.parts) emit(part);
        return;
      case 'choice':
        emitChoice(node.alternatives);
        return;
      case 'repeat':
        emitRepeat(node);
        return;
      case 'group':
        code.push({ op: 'save', slot: node.index * 2 });
        emit(node.body);
        code.push({ op: 'close', slot: node.index * 2 + 1, lastSlot, index: node.index });
        return;
      case 'atomic':
        emitFenced(node.body, false);
        return;
      case 'look':
        emitLook(node);
        return;
      case 'backreference':
        code.push({ op: 'backreference', index: node.index, ignoreCase: node.ignoreCase });
        return;
      case 'conditional': {
        const test: Instruction = { op: 'ifGroup', index: node.index, no: 0 };
        code.push(test);
        emit(node.yes);
        const jump: Instruction = { op: 'jump', to: 0 };
        code.push(jump);
        test.no = code.length;
        emit(node.no);
        jump.to = code.length;
        return;
      }
      case 'assertion':
        code.push({ op: 'assertion', at: node.at, ascii: node.ascii });
    }
  }

  function emitChoice(alternatives: readonly Node[]): void {
    const jumps: { op: 'jump'; to: number }[] = [];
    alternatives.forEach((alternative, i) => {
      if (i === alternatives.length - 1) {
        emit(alternative);
        return;
      }
      const split: Instruction = { op: 'split', first: code.length + 1, second: 0 };
      code.push(split);
      emit(alternative);
      const jump = { op: 'jump' as const, to: 0 };
      code.push(jump);
      jumps.push(jump);
      split.second = code.length;
    });
    for (const jump of jumps) jump.to = code.length;
  }

  function emitRepeat(node: Extract<Node, { kind: 'repeat' }>): void {
    if (node.mode === 'possessive') {
      emitFenced({ ...node, mode: 'greedy' }, false);
      return;
    }
    const lazy = node.mode === 'lazy';
    if (node.body.kind === 'test') {
      code.push({ op: 'run', test: node.body.test, min: node.min, max: node.max, lazy });
      return;
    }
    const slot = slots;
    slots += 2;
    code.push({ op: 'begin', slot });
    const loop: Instruction = { op: 'loop', slot, min: node.min, max: node.max, lazy, body: code.length + 1, exit: 0 };
    const place = code.length;
    code.push(loop);
    emit(node.body);
    code.push({ op: 'jump', to: place });
    loop.exit = code.length;
  }

  function emitFenced(body: Node, restorePosition: boolean): void {
    const slot = slots;
    slots += 2;
    code.push({ op: 'fence', slot });
    emit(body);
    code.push({ op: 'cut', slot, restorePosition });
  }

  function emitLook(node: Extract<Node, { kind: 'look' }>): void {
    const width = node.behind ? widthOf(node.body, groupWidths) : [0, 0];
    if (width[0] !== width[1]) throw new PatternFault('look-behind requires fixed-width pattern', -1);
    const back: Instruction[] = node.behind ? [{ op: 'back', width: width[0] }] : [];
    const slot = slots;
    slots += 2;
    if (!node.negative) {
      code.push({ op: 'fence', slot }, ...back);
      emit(node.body);
      code.push({ op: 'cut', slot, restorePosition: true });
      return;
    }
    code.push({ op: 'fence', slot });
    const split: Instruction = { op: 'split', first: code.length + 1, second: 0 };
    code.push(split, ...back);
    emit(node.body);
    code.push({ op: 'refuse', slot });
    split.second = code.length;
  }

  widthOf(parsed.node, groupWidths);
  emit(parsed.node);
  code.push({ op: 'match' });
  return { code, slots, groups: parsed.groups, names: parsed.names, flags: parsed.flags };
}
