import { didYouMean, quoted } from './nearest.ts';

/** One command-line flag. The key in a spec is its name without the two dashes. */
export type FlagSpec = { help: string } & (
  | { kind: 'text'; placeholder: string }
  | { kind: 'texts'; placeholder: string }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'integer' | 'number'; min: number; max: number }
  | { kind: 'range'; min: number; max: number }
  | { kind: 'switch' }
);

export type FlagSpecs = Record<string, FlagSpec>;

/** The value of a flag: absent flags are undefined, `texts` is an empty list, `switch` is false. */
export type FlagValue<Spec> = Spec extends { kind: 'switch' }
  ? boolean
  : Spec extends { kind: 'texts' }
    ? string[]
    : Spec extends { kind: 'integer' | 'number' }
      ? number | undefined
      : Spec extends { kind: 'range' }
        ? number[] | undefined
        : Spec extends { kind: 'choice'; options: readonly (infer Option)[] }
          ? Option | undefined
          : string | undefined;

export interface ParsedArguments<Specs extends FlagSpecs> {
  flags: { [Name in keyof Specs]: FlagValue<Specs[Name]> };
  /** Arguments that are not flags, in order. */
  rest: string[];
}

/** Most numbers that a range such as `1-5` may have. */
const LONGEST_RANGE = 1000;

/**
 * Reads `--name value` and `--name=value`; a flag of kind `texts` takes every value up to the next flag. After `--` everything is an
 * ordinary argument.
 * A problem is a sentence that says what to write instead; commands print it on stderr and exit with 2.
 */
export function parseArguments<const Specs extends FlagSpecs>(
  argv: readonly string[],
  specs: Specs,
): ParsedArguments<Specs> | { problem: string } {
  const flags: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    flags[name] = spec.kind === 'texts' ? [] : spec.kind === 'switch' ? false : undefined;
  }
  const rest: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i];
    if (argument === '--') {
      rest.push(...argv.slice(i + 1));
      break;
    }
    if (!argument.startsWith('--')) {
      rest.push(argument);
      continue;
    }
    const equals = argument.indexOf('=');
    const name = argument.slice(2, equals < 0 ? undefined : equals);
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (!spec) {
      const names = Object.keys(specs);
      return { problem: `There is no flag ${quoted(`--${name}`)}.${didYouMean(name, names)}` };
    }
    if (spec.kind === 'switch') {
      if (equals >= 0) return { problem: `--${name} takes no value.` };
      flags[name] = true;
      continue;
    }
    const text = equals < 0 ? argv[++i] : argument.slice(equals + 1);
    if (text === undefined || (equals < 0 && text.startsWith('--'))) {
      return { problem: `--${name} needs a value: --${name} ${placeholderOf(spec)}.` };
    }
    if (spec.kind === 'texts') {
      const texts = flags[name] as string[];
      texts.push(text);
      if (equals < 0) while (i + 1 < argv.length && !argv[i + 1].startsWith('--')) texts.push(argv[++i]);
      continue;
    }
    if (flags[name] !== undefined) return { problem: `--${name} was given twice.` };
    const value = flagValue(spec, text);
    if (value === undefined) return { problem: `--${name} must be ${expectation(spec)}; it was ${quoted(text)}.` };
    flags[name] = value;
  }
  return { flags: flags as ParsedArguments<Specs>['flags'], rest };
}

/** One line for each flag: name, what it takes, what it does. */
export function flagsHelp(specs: FlagSpecs): string {
  const rows = Object.entries(specs).map(([name, spec]) => [
    `  --${name}${spec.kind === 'switch' ? '' : ` ${placeholderOf(spec)}`}`,
    spec.help,
  ]);
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, help]) => `${left.padEnd(width)}  ${help}`).join('\n');
}

function flagValue(spec: FlagSpec, text: string): unknown {
  switch (spec.kind) {
    case 'choice':
      return spec.options.includes(text) ? text : undefined;
    case 'integer':
      return /^-?\d+$/.test(text) ? within(spec, Number(text)) : undefined;
    case 'number':
      return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? within(spec, Number(text)) : undefined;
    case 'range':
      return rangeOf(spec, text);
    default:
      return text === '' ? undefined : text;
  }
}

function within(spec: { min: number; max: number }, value: number): number | undefined {
  return value >= spec.min && value <= spec.max ? value : undefined;
}

/** `3`, `1-5` or `1,4,9`. */
function rangeOf(spec: { min: number; max: number }, text: string): number[] | undefined {
  const numbers: number[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!match) return undefined;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (first < spec.min || last > spec.max || first > last || last - first >= LONGEST_RANGE) return undefined;
    for (let value = first; value <= last; value++) numbers.push(value);
  }
  return numbers.length <= LONGEST_RANGE ? numbers : undefined;
}

function placeholderOf(spec: FlagSpec): string {
  switch (spec.kind) {
    case 'choice':
      return spec.options.join('|');
    case 'integer':
    case 'number':
      return 'N';
    case 'range':
      return 'A-B';
    case 'switch':
      return '';
    default:
      return spec.kind === 'texts' ? `${spec.placeholder} …` : spec.placeholder;
  }
}

function expectation(spec: FlagSpec): string {
  switch (spec.kind) {
    case 'choice':
      return spec.options.join(' or ');
    case 'integer':
      return `a whole number from ${spec.min} to ${spec.max}`;
    case 'number':
      return `a number from ${spec.min} to ${spec.max}`;
    case 'range':
      return `a number, a list such as 1,4 or a range such as 1-5, from ${spec.min} to ${spec.max}`;
    default:
      return 'a text that is not empty';
  }
}
