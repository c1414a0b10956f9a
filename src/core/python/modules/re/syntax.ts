import type { CharacterTest } from './characters.ts';

/** Flags of patterns, with CPython's numbers. */
export const Flag = {
  TEMPLATE: 1,
  IGNORECASE: 2,
  LOCALE: 4,
  MULTILINE: 8,
  DOTALL: 16,
  UNICODE: 32,
  VERBOSE: 64,
  DEBUG: 128,
  ASCII: 256,
} as const;

/** A pattern as a tree. */
export type Node =
  | { kind: 'empty' }
  | { kind: 'test'; test: CharacterTest }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; alternatives: Node[] }
  | { kind: 'repeat'; body: Node; min: number; max: number; mode: 'greedy' | 'lazy' | 'possessive' }
  | { kind: 'group'; body: Node; index: number }
  | { kind: 'atomic'; body: Node }
  | { kind: 'look'; body: Node; behind: boolean; negative: boolean }
  | { kind: 'backreference'; index: number; ignoreCase: boolean }
  | { kind: 'conditional'; index: number; yes: Node; no: Node }
  | {
      kind: 'assertion';
      at: 'start' | 'lineStart' | 'end' | 'lineEnd' | 'trueEnd' | 'boundary' | 'notBoundary';
      ascii: boolean;
    };

/** A parsed pattern. */
export interface Parsed {
  node: Node;
  groups: number;
  names: Map<string, number>;
  flags: number;
}

/** A fault in a pattern; `position` counts code points. */
export class PatternFault {
  constructor(
    readonly message: string,
    readonly position: number,
  ) {}
}
