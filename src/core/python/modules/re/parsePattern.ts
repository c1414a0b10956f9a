import { charge } from '../../budget.ts';
import { strRepr } from '../../format/strRepr.ts';
import { isIdentifier } from '../../methods/strings/characters.ts';
import { codePoints } from '../../ops/iterate.ts';
import { raise } from '../../values/exceptions.ts';
import { type CharacterTest, caseVariants, classEscape, exactly, not } from './characters.ts';
import { Flag, type Node, type Parsed, PatternFault } from './syntax.ts';

const MAX_REPEAT = 4294967295;

const FLAG_LETTERS: Record<string, number> = {
  i: Flag.IGNORECASE,
  L: Flag.LOCALE,
  m: Flag.MULTILINE,
  s: Flag.DOTALL,
  u: Flag.UNICODE,
  x: Flag.VERBOSE,
  a: Flag.ASCII,
};

/** Reads a pattern as CPython 3.11's `re._parser` does. Throws PatternFault. */
export function parsePattern(source: string, flags: number): Parsed {
  return new PatternParser(source, flags).parse();
}

class PatternParser {
  private readonly chars: string[];
  private at = 0;
  private groups = 1;
  private readonly names = new Map<string, number>();
  private readonly open = new Set<number>();
  private flags: number;
  private depth = 0;
  /** Groups that exist where a lookbehind began: it may not refer to later ones. */
  private lookbehindGroups: number | null = null;
  /** Groups that conditions ask for, and where: checked at the end, when all groups are known. */
  private readonly conditions = new Map<number, number>();

  constructor(source: string, flags: number) {
    this.chars = codePoints(source);
    this.flags = flags;
    charge(this.chars.length);
  }

  parse(): Parsed {
    const node = this.alternatives(this.flags, true);
    if (this.at < this.chars.length) throw new PatternFault('unbalanced parenthesis', this.at);
    for (const [index, position] of this.conditions) {
      if (index >= this.groups) throw new PatternFault(`invalid group reference ${index}`, position);
    }
    const { flags } = this;
    const both = Flag.ASCII | Flag.UNICODE;
    if ((flags & both) === both) raise('ValueError', 'ASCII and UNICODE flags are incompatible');
    return { node, groups: this.groups, names: this.names, flags: flags & Flag.ASCII ? flags : flags | Flag.UNICODE };
  }

  private get next(): string | undefined {
    return this.chars[this.at];
  }

  private eat(c: string): boolean {
    if (this.chars[this.at] !== c) return false;
    this.at++;
    return true;
  }

  private alternatives(flags: number, first: boolean): Node {
    if (++this.depth > 200) throw new PatternFault('pattern nested too deeply', this.at);
    const alternatives: Node[] = [];
    do {
      alternatives.push(this.sequence(flags, first && alternatives.length === 0));
      // Inline flags at the very beginning hold for what follows.
      if (first) flags = this.flags;
    } while (this.eat('|'));
    this.depth--;
    return alternatives.length === 1 ? alternatives[0] : { kind: 'choice', alternatives };
  }

  private sequence(flags: number, first: boolean): Node {
    const parts: Node[] = [];
    let current = flags;
    for (;;) {
      const c = this.next;
      if (c === undefined || c === '|' || c === ')') break;
      const start = this.at;
      if (current & Flag.VERBOSE) {
        if (/^[ \t\n\r\v\f]$/.test(c)) {
          this.at++;
          continue;
        }
        if (c === '#') {
          while (this.next !== undefined && this.next !== '\n') this.at++;
          continue;
        }
      }
      this.at++;
      if (c === '*' || c === '+' || c === '?' || (c === '{' && this.quantifierAhead())) {
        this.at = start;
        this.quantify(parts, start);
        continue;
      }
      if (c === '(') {
        const node = this.group(start, current, first && parts.length === 0);
        if (node === null) current = first ? this.flags : current;
        else parts.push(node);
      } else parts.push(this.atom(c, start, current));
    }
    return parts.length === 1 ? parts[0] : parts.length === 0 ? { kind: 'empty' } : { kind: 'sequence', parts };
  }

  /** Whether what follows `{` makes it a quantifier: `{m}`, `{m,}`, `{,n}`, `{m,n}`. */
  private quantifierAhead(): boolean {
    const rest = this.chars.slice(this.at, this.at + 24).join('');
    const inside = /^(\d*)(,?)(\d*)\}/.exec(rest);
    return inside !== null && (inside[1] !== '' || inside[2] !== '');
  }

  private quantify(parts: Node[], start: number): void {
    const c = this.chars[this.at++];
    let min = 0;
    let max = MAX_REPEAT;
    if (c === '+') min = 1;
    else if (c === '?') max = 1;
    else if (c === '{') {
      let text = '';
      while (this.next !== '}') text += this.chars[this.at++];
      this.at++;
      const [low, high] = text.includes(',') ? text.split(',') : [text, text];
      if (low !== '') min = Number(low);
      if (high !== '') max = Number(high);
      if (min >= MAX_REPEAT || (high !== '' && max >= MAX_REPEAT)) {
        raise('OverflowError', 'the repetition number is too large');
      }
      if (max < min) throw new PatternFault('min repeat greater than max repeat', start);
    }
    const item = parts[parts.length - 1];
    if (item === undefined || item.kind === 'assertion') throw new PatternFault('nothing to repeat', start);
    if (item.kind === 'repeat') throw new PatternFault('multiple repeat', start);
    const mode = this.eat('?') ? 'lazy' : this.eat('+') ? 'possessive' : 'greedy';
    parts[parts.length - 1] = { kind: 'repeat', body: item, min, max, mode };
  }

  private atom(c: string, start: number, flags: number): Node {
    const ignoreCase = (flags & Flag.IGNORECASE) !== 0;
    const ascii = (flags & Flag.ASCII) !== 0;
    switch (c) {
      case '.':
        return { kind: 'test', test: flags & Flag.DOTALL ? () => true : (p) => p !== 10 };
      case '^':
        return { kind: 'assertion', at: flags & Flag.MULTILINE ? 'lineStart' : 'start', ascii };
      case '$':
        return { kind: 'assertion', at: flags & Flag.MULTILINE ? 'lineEnd' : 'end', ascii };
      case '[':
        return { kind: 'test', test: this.characterClass(start, flags) };
      case '\\':
        return this.escape(start, flags);
      default:
        return { kind: 'test', test: exactly(c.codePointAt(0)!, ignoreCase) };
    }
  }

  private escape(start: number, flags: number): Node {
    const ascii = (flags & Flag.ASCII) !== 0;
    const ignoreCase = (flags & Flag.IGNORECASE) !== 0;
    const c = this.chars[this.at++];
    if (c === undefined) throw new PatternFault('bad escape (end of pattern)', start);
    const test = classEscape(c, ascii);
    if (test !== undefined) return { kind: 'test', test };
    switch (c) {
      case 'A':
        return { kind: 'assertion', at: 'start', ascii };
      case 'Z':
        return { kind: 'assertion', at: 'trueEnd', ascii };
      case 'b':
        return { kind: 'assertion', at: 'boundary', ascii };
      case 'B':
        return { kind: 'assertion', at: 'notBoundary', ascii };
    }
    if (c >= '1' && c <= '9') return this.numericEscape(c, start, ignoreCase);
    return { kind: 'test', test: exactly(this.escapedPoint(c, start), ignoreCase) };
  }

  /** `\1` to `\99` refer to groups; three octal digits are a character. */
  private numericEscape(first: string, start: number, ignoreCase: boolean): Node {
    let digits = first;
    const isDigit = (c: string | undefined): c is string => c !== undefined && c >= '0' && c <= '9';
    if (isDigit(this.next)) {
      digits += this.chars[this.at++];
      if (/^[0-3][0-7]$/.test(digits) && this.next !== undefined && /[0-7]/.test(this.next)) {
        digits += this.chars[this.at++];
        return { kind: 'test', test: exactly(Number.parseInt(digits, 8), ignoreCase) };
      }
    }
    const index = Number(digits);
    if (index >= this.groups) throw new PatternFault(`invalid group reference ${index}`, start + 1);
    this.checkReference(index, start);
    return { kind: 'backreference', index, ignoreCase };
  }

  private checkReference(index: number, start: number): void {
    if (this.open.has(index)) throw new PatternFault('cannot refer to an open group', start);
    if (this.lookbehindGroups !== null && index >= this.lookbehindGroups) {
      throw new PatternFault('cannot refer to group defined in the same lookbehind subpattern', start);
    }
  }

  /** The character of an escape that stands for one. */
  private escapedPoint(c: string, start: number): number {
    const simple: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };
    if (Object.hasOwn(simple, c) && c !== 'b') return simple[c];
    if (c === 'x') return this.hexEscape(2, start);
    if (c === 'u') return this.hexEscape(4, start);
    if (c === 'U') return this.hexEscape(8, start);
    if (c === '0') {
      let digits = '0';
      while (digits.length < 3 && this.next !== undefined && /[0-7]/.test(this.next)) digits += this.chars[this.at++];
      return Number.parseInt(digits, 8);
    }
    if (/[a-zA-Z]/.test(c)) throw new PatternFault(`bad escape \\${c}`, start);
    return c.codePointAt(0)!;
  }

  private hexEscape(length: number, start: number): number {
    let digits = '';
    while (digits.length < length && this.next !== undefined && /[0-9a-fA-F]/.test(this.next))
      digits += this.chars[this.at++];
    if (digits.length < length) {
      throw new PatternFault(`incomplete escape \\${this.chars[start + 1]}${digits}`, start);
    }
    return Number.parseInt(digits, 16);
  }

  private characterClass(start: number, flags: number): CharacterTest {
    const ignoreCase = (flags & Flag.IGNORECASE) !== 0;
    const ascii = (flags & Flag.ASCII) !== 0;
    const negated = this.eat('^');
    const tests: CharacterTest[] = [];
    const singles = new Set<number>();
    const ranges: [number, number][] = [];
    let begun = false;
    for (;;) {
      const itemStart = this.at;
      const c = this.chars[this.at++];
      if (c === undefined) throw new PatternFault('unterminated character set', start);
      if (c === ']' && begun) break;
      begun = true;
      const low = this.classItem(c, itemStart, ascii);
      if (this.next === '-' && this.chars[this.at + 1] !== ']' && this.chars[this.at + 1] !== undefined) {
        this.at++;
        const highStart = this.at;
        const high = this.classItem(this.chars[this.at++], highStart, ascii);
        const shown = this.chars.slice(itemStart, this.at).join('');
        if (typeof low !== 'number' || typeof high !== 'number' || high < low) {
          throw new PatternFault(`bad character range ${shown}`, itemStart);
        }
        ranges.push([low, high]);
      } else if (this.next === '-' && this.chars[this.at + 1] === undefined) {
        throw new PatternFault('unterminated character set', start);
      } else if (typeof low === 'number') singles.add(low);
      else tests.push(low);
    }
    const inside: CharacterTest = (p) =>
      singles.has(p) || ranges.some(([low, high]) => p >= low && p <= high) || tests.some((test) => test(p));
    const test: CharacterTest = ignoreCase ? (p) => caseVariants(p).some(inside) : inside;
    return negated ? not(test) : test;
  }

  private classItem(c: string, start: number, ascii: boolean): number | CharacterTest {
    if (c !== '\\') return c.codePointAt(0)!;
    const letter = this.chars[this.at++];
    if (letter === undefined) throw new PatternFault('bad escape (end of pattern)', start);
    const test = classEscape(letter, ascii);
    if (test !== undefined) return test;
    if (letter === 'b') return 8;
    if (letter >= '0' && letter <= '7') {
      let digits = letter;
      while (digits.length < 3 && this.next !== undefined && /[0-7]/.test(this.next)) digits += this.chars[this.at++];
      return Number.parseInt(digits, 8);
    }
    if (letter >= '8' && letter <= '9') throw new PatternFault(`bad escape \\${letter}`, start);
    return this.escapedPoint(letter, start);
  }

  /** A parenthesis and what follows it; `null` for global inline flags, which match nothing. */
  private group(start: number, flags: number, first: boolean): Node | null {
    if (!this.eat('?')) return this.capture(start, flags, null);
    const c = this.chars[this.at++];
    switch (c) {
      case undefined:
        throw new PatternFault('unexpected end of pattern', this.at - 1);
      case ':':
        return wrapped(this.closeGroup(start, this.alternatives(flags, false)));
      case '>':
        return { kind: 'atomic', body: this.closeGroup(start, this.alternatives(flags, false)) };
      case 'P':
        return this.named(start, flags);
      case '#':
        while (this.next !== ')') {
          if (this.next === undefined) throw new PatternFault('missing ), unterminated comment', start);
          this.at++;
        }
        this.at++;
        return null;
      case '=':
      case '!':
        return this.look(start, flags, false, c === '!');
      case '<': {
        const kind = this.chars[this.at++];
        if (kind === undefined) throw new PatternFault('unexpected end of pattern', this.at - 1);
        if (kind !== '=' && kind !== '!') throw new PatternFault(`unknown extension ?<${kind}`, start + 1);
        return this.look(start, flags, true, kind === '!');
      }
      case '(':
        return this.conditional(start, flags);
      default:
        return this.inlineFlags(c, start, flags, first);
    }
  }

  private closeGroup(start: number, node: Node): Node {
    if (!this.eat(')')) throw new PatternFault('missing ), unterminated subpattern', start);
    return node;
  }

  private capture(start: number, flags: number, name: string | null): Node {
    const index = this.groups++;
    if (name !== null) this.names.set(name, index);
    this.open.add(index);
    const body = this.closeGroup(start, this.alternatives(flags, false));
    this.open.delete(index);
    return { kind: 'group', body, index };
  }

  private look(start: number, flags: number, behind: boolean, negative: boolean): Node {
    const outer = this.lookbehindGroups;
    if (behind && outer === null) this.lookbehindGroups = this.groups;
    const body = this.closeGroup(start, this.alternatives(flags, false));
    this.lookbehindGroups = outer;
    return { kind: 'look', body, behind, negative };
  }

  private readUntil(end: string, what: string, start: number): string {
    let text = '';
    while (this.next !== end) {
      if (this.next === undefined) {
        if (text === '') throw new PatternFault(`missing ${what}`, start);
        throw new PatternFault(`missing ${end}, unterminated name`, start);
      }
      text += this.chars[this.at++];
    }
    this.at++;
    if (text === '') throw new PatternFault(`missing ${what}`, start);
    return text;
  }

  private named(start: number, flags: number): Node {
    const kind = this.chars[this.at++];
    const nameStart = this.at;
    if (kind === '<') {
      const name = this.readUntil('>', 'group name', nameStart);
      if (!isIdentifier(name)) throw new PatternFault(`bad character in group name ${strRepr(name)}`, nameStart);
      if (this.names.has(name)) {
        throw new PatternFault(
          `redefinition of group name ${strRepr(name)} as group ${this.groups}; was group ${this.names.get(name)}`,
          nameStart,
        );
      }
      return this.capture(start, flags, name);
    }
    if (kind === '=') {
      const name = this.readUntil(')', 'group name', nameStart);
      if (!isIdentifier(name)) throw new PatternFault(`bad character in group name ${strRepr(name)}`, nameStart);
      const index = this.names.get(name);
      if (index === undefined) throw new PatternFault(`unknown group name ${strRepr(name)}`, nameStart);
      this.checkReference(index, nameStart);
      return { kind: 'backreference', index, ignoreCase: (flags & Flag.IGNORECASE) !== 0 };
    }
    if (kind === undefined) throw new PatternFault('unexpected end of pattern', this.at - 1);
    throw new PatternFault(`unknown extension ?P${kind}`, start + 1);
  }

  private conditional(start: number, flags: number): Node {
    const nameStart = this.at;
    const name = this.readUntil(')', 'group name', nameStart);
    let index: number;
    if (/^\d+$/.test(name)) {
      index = Number(name);
      if (index === 0) throw new PatternFault('bad group number', nameStart);
      if (!this.conditions.has(index)) this.conditions.set(index, nameStart);
    } else {
      if (!isIdentifier(name)) throw new PatternFault(`bad character in group name ${strRepr(name)}`, nameStart);
      const known = this.names.get(name);
      if (known === undefined) throw new PatternFault(`unknown group name ${strRepr(name)}`, nameStart);
      index = known;
    }
    if (this.lookbehindGroups !== null && index >= this.lookbehindGroups) this.checkReference(index, nameStart);
    const yes = this.sequence(flags, false);
    let no: Node = { kind: 'empty' };
    if (this.eat('|')) {
      no = this.sequence(flags, false);
      if (this.next === '|') throw new PatternFault('conditional backref with more than two branches', this.at);
    }
    this.closeGroup(start, yes);
    return { kind: 'conditional', index, yes, no };
  }

  private inlineFlags(letter: string, start: number, flags: number, first: boolean): Node | null {
    let added = 0;
    let removed = 0;
    let c: string | undefined = letter;
    if (c !== '-' && !Object.hasOwn(FLAG_LETTERS, c)) {
      throw new PatternFault(`unknown extension ?${c}`, start + 1);
    }
    while (c !== undefined && Object.hasOwn(FLAG_LETTERS, c)) {
      added |= FLAG_LETTERS[c];
      c = this.chars[this.at++];
    }
    if (c === ')') {
      if (!first) throw new PatternFault('global flags not at the start of the expression', start);
      this.flags |= added;
      return null;
    }
    if (c === '-') {
      c = this.chars[this.at++];
      if (c === undefined) throw new PatternFault('missing flag', this.at - 1);
      if (!Object.hasOwn(FLAG_LETTERS, c))
        throw new PatternFault(/[a-zA-Z]/.test(c) ? 'unknown flag' : 'missing flag', this.at - 1);
      while (c !== undefined && Object.hasOwn(FLAG_LETTERS, c)) {
        removed |= FLAG_LETTERS[c];
        c = this.chars[this.at++];
      }
    }
    if (c === undefined) throw new PatternFault('missing -, : or )', this.at - 1);
    if (c !== ':') throw new PatternFault(/[a-zA-Z]/.test(c) ? 'unknown flag' : 'missing -, : or )', this.at - 1);
    const types = Flag.ASCII | Flag.LOCALE | Flag.UNICODE;
    const kept = (added & types) !== 0 ? flags & ~types : flags;
    return wrapped(this.closeGroup(start, this.alternatives((kept | added) & ~removed, false)));
  }
}

/** A group without a number: what is quantified is the group, not the last thing inside. */
function wrapped(node: Node): Node {
  return { kind: 'sequence', parts: [node] };
}

/** Number of code points that a node matches at least and at most. */
export function widthOf(node: Node, groupWidths: Map<number, [number, number]>): [number, number] {
  switch (node.kind) {
    case 'empty':
    case 'look':
    case 'assertion':
      return [0, 0];
    case 'test':
      return [1, 1];
    case 'sequence':
      return node.parts.map((part) => widthOf(part, groupWidths)).reduce((a, b) => [a[0] + b[0], a[1] + b[1]], [0, 0]);
    case 'choice': {
      const widths = node.alternatives.map((alternative) => widthOf(alternative, groupWidths));
      return [Math.min(...widths.map((w) => w[0])), Math.max(...widths.map((w) => w[1]))];
    }
    case 'repeat': {
      const [low, high] = widthOf(node.body, groupWidths);
      return [low * node.min, node.max === MAX_REPEAT && high > 0 ? Infinity : high * node.max];
    }
    case 'group': {
      const width = widthOf(node.body, groupWidths);
      groupWidths.set(node.index, width);
      return width;
    }
    case 'atomic':
      return widthOf(node.body, groupWidths);
    case 'backreference':
      return groupWidths.get(node.index) ?? [0, Infinity];
    case 'conditional': {
      const yes = widthOf(node.yes, groupWidths);
      const no = widthOf(node.no, groupWidths);
      return [Math.min(yes[0], no[0]), Math.max(yes[1], no[1])];
    }
  }
}
