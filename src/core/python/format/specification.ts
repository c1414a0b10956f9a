import { valueError } from '../values/exceptions.ts';

/** The standard format specification: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */
export interface Specification {
  fill: string;
  align: '' | '<' | '>' | '=' | '^';
  sign: '' | '+' | '-' | ' ';
  noNegativeZero: boolean;
  alternate: boolean;
  zero: boolean;
  width: number;
  grouping: '' | ',' | '_';
  /** −1 when there is none. */
  precision: number;
  type: string;
}

const isAlign = (c: string | undefined): c is '<' | '>' | '=' | '^' => c === '<' || c === '>' || c === '=' || c === '^';

/** Reads a format specification; `typeName` words the ValueErrors. */
export function parseSpecification(spec: string, typeName: string): Specification {
  const chars = Array.from(spec);
  let i = 0;
  const result: Specification = {
    fill: '',
    align: '',
    sign: '',
    noNegativeZero: false,
    alternate: false,
    zero: false,
    width: 0,
    grouping: '',
    precision: -1,
    type: '',
  };
  if (isAlign(chars[1])) {
    result.fill = chars[0];
    result.align = chars[1];
    i = 2;
  } else if (isAlign(chars[0])) {
    result.align = chars[0];
    i = 1;
  }
  if (chars[i] === '+' || chars[i] === '-' || chars[i] === ' ') result.sign = chars[i++] as '+' | '-' | ' ';
  if (chars[i] === 'z') {
    result.noNegativeZero = true;
    i++;
  }
  if (chars[i] === '#') {
    result.alternate = true;
    i++;
  }
  if (result.fill === '' && chars[i] === '0') {
    result.zero = true;
    result.fill = '0';
    if (result.align === '') result.align = '=';
    i++;
  }
  const digits = (): number => {
    let n = -1;
    while (chars[i] >= '0' && chars[i] <= '9') {
      n = Math.max(n, 0) * 10 + Number(chars[i++]);
      if (n > Number.MAX_SAFE_INTEGER / 16) valueError('Too many decimal digits in format string');
    }
    return n;
  };
  result.width = Math.max(0, digits());
  if (chars[i] === ',') {
    result.grouping = ',';
    i++;
  }
  if (chars[i] === '_') {
    if (result.grouping !== '') valueError("Cannot specify both ',' and '_'.");
    result.grouping = '_';
    i++;
  }
  if (chars[i] === ',' && result.grouping === '_') valueError("Cannot specify both ',' and '_'.");
  if (chars[i] === '.') {
    i++;
    result.precision = digits();
    if (result.precision < 0) valueError('Format specifier missing precision');
  }
  if (chars.length - i > 1) valueError(`Invalid format specifier '${spec}' for object of type '${typeName}'`);
  if (i < chars.length) result.type = chars[i];
  if (result.grouping !== '' && !'defgEG%F'.includes(result.type) && result.type !== '') {
    if (!(result.grouping === '_' && 'boxX'.includes(result.type))) {
      valueError(`Cannot specify '${result.grouping}' with '${result.type}'.`);
    }
  }
  return result;
}
