import type { BinaryOperator, ComparisonOperator } from '../ast.ts';

/** Kinds of tokens, numbered so that tables indexed by kind stay small. */
export const END: number = 0;
export const NEWLINE: number = 1;
export const INDENT: number = 2;
export const DEDENT: number = 3;
export const NAME: number = 4;
export const NUMBER: number = 5;
export const STRING: number = 6;
/** The source ended inside brackets. */
export const UNCLOSED: number = 7;

export const FALSE: number = 8;
export const NONE: number = 9;
export const TRUE: number = 10;
export const AND: number = 11;
export const AS: number = 12;
export const ASSERT: number = 13;
export const ASYNC: number = 14;
export const AWAIT: number = 15;
export const BREAK: number = 16;
export const CLASS: number = 17;
export const CONTINUE: number = 18;
export const DEF: number = 19;
export const DEL: number = 20;
export const ELIF: number = 21;
export const ELSE: number = 22;
export const EXCEPT: number = 23;
export const FINALLY: number = 24;
export const FOR: number = 25;
export const FROM: number = 26;
export const GLOBAL: number = 27;
export const IF: number = 28;
export const IMPORT: number = 29;
export const IN: number = 30;
export const IS: number = 31;
export const LAMBDA: number = 32;
export const NONLOCAL: number = 33;
export const NOT: number = 34;
export const OR: number = 35;
export const PASS: number = 36;
export const RAISE: number = 37;
export const RETURN: number = 38;
export const TRY: number = 39;
export const WHILE: number = 40;
export const WITH: number = 41;
export const YIELD: number = 42;

export const LEFT_PAREN: number = 43;
export const RIGHT_PAREN: number = 44;
export const LEFT_BRACKET: number = 45;
export const RIGHT_BRACKET: number = 46;
export const LEFT_BRACE: number = 47;
export const RIGHT_BRACE: number = 48;
export const COMMA: number = 49;
export const COLON: number = 50;
export const SEMICOLON: number = 51;
export const DOT: number = 52;
export const ELLIPSIS: number = 53;
export const ARROW: number = 54;
export const AT: number = 55;
export const EQUAL: number = 56;
export const COLON_EQUAL: number = 57;

export const PLUS: number = 58;
export const MINUS: number = 59;
export const STAR: number = 60;
export const SLASH: number = 61;
export const DOUBLE_SLASH: number = 62;
export const PERCENT: number = 63;
export const DOUBLE_STAR: number = 64;
export const LEFT_SHIFT: number = 65;
export const RIGHT_SHIFT: number = 66;
export const AMPERSAND: number = 67;
export const BAR: number = 68;
export const CARET: number = 69;
export const TILDE: number = 70;

export const EQUAL_EQUAL: number = 71;
export const NOT_EQUAL: number = 72;
export const LESS: number = 73;
export const LESS_EQUAL: number = 74;
export const GREATER: number = 75;
export const GREATER_EQUAL: number = 76;

export const PLUS_EQUAL: number = 77;
export const MINUS_EQUAL: number = 78;
export const STAR_EQUAL: number = 79;
export const SLASH_EQUAL: number = 80;
export const DOUBLE_SLASH_EQUAL: number = 81;
export const PERCENT_EQUAL: number = 82;
export const DOUBLE_STAR_EQUAL: number = 83;
export const LEFT_SHIFT_EQUAL: number = 84;
export const RIGHT_SHIFT_EQUAL: number = 85;
export const AMPERSAND_EQUAL: number = 86;
export const BAR_EQUAL: number = 87;
export const CARET_EQUAL: number = 88;
export const AT_EQUAL: number = 89;

/** A character, or `<>`, that begins nothing in Python. */
export const UNKNOWN: number = 90;

export const KIND_COUNT: number = 91;

export const KEYWORDS: ReadonlyMap<string, number> = new Map([
  ['False', FALSE],
  ['None', NONE],
  ['True', TRUE],
  ['and', AND],
  ['as', AS],
  ['assert', ASSERT],
  ['async', ASYNC],
  ['await', AWAIT],
  ['break', BREAK],
  ['class', CLASS],
  ['continue', CONTINUE],
  ['def', DEF],
  ['del', DEL],
  ['elif', ELIF],
  ['else', ELSE],
  ['except', EXCEPT],
  ['finally', FINALLY],
  ['for', FOR],
  ['from', FROM],
  ['global', GLOBAL],
  ['if', IF],
  ['import', IMPORT],
  ['in', IN],
  ['is', IS],
  ['lambda', LAMBDA],
  ['nonlocal', NONLOCAL],
  ['not', NOT],
  ['or', OR],
  ['pass', PASS],
  ['raise', RAISE],
  ['return', RETURN],
  ['try', TRY],
  ['while', WHILE],
  ['with', WITH],
  ['yield', YIELD],
]);

/** Binding strength of a binary operator token; 0 for every other token. `**` binds tighter and is parsed on its own. */
export const BINARY_PRECEDENCE = new Uint8Array(KIND_COUNT);
/** The operator that a binary operator token, or its augmented assignment, stands for. */
export const BINARY_OPERATOR: (BinaryOperator | undefined)[] = new Array(KIND_COUNT).fill(undefined);
export const AUGMENTED_OPERATOR: (BinaryOperator | undefined)[] = new Array(KIND_COUNT).fill(undefined);
/** Comparisons of one token; `not in` and `is not` take two. */
export const COMPARISON_OPERATOR: (ComparisonOperator | undefined)[] = new Array(KIND_COUNT).fill(undefined);

const binaryOperators: [number, number, BinaryOperator, number][] = [
  [BAR, 1, 'BitOr', BAR_EQUAL],
  [CARET, 2, 'BitXor', CARET_EQUAL],
  [AMPERSAND, 3, 'BitAnd', AMPERSAND_EQUAL],
  [LEFT_SHIFT, 4, 'LShift', LEFT_SHIFT_EQUAL],
  [RIGHT_SHIFT, 4, 'RShift', RIGHT_SHIFT_EQUAL],
  [PLUS, 5, 'Add', PLUS_EQUAL],
  [MINUS, 5, 'Sub', MINUS_EQUAL],
  [STAR, 6, 'Mult', STAR_EQUAL],
  [SLASH, 6, 'Div', SLASH_EQUAL],
  [DOUBLE_SLASH, 6, 'FloorDiv', DOUBLE_SLASH_EQUAL],
  [PERCENT, 6, 'Mod', PERCENT_EQUAL],
  [AT, 6, 'MatMult', AT_EQUAL],
];
for (const [kind, precedence, operator, augmented] of binaryOperators) {
  BINARY_PRECEDENCE[kind] = precedence;
  BINARY_OPERATOR[kind] = operator;
  AUGMENTED_OPERATOR[augmented] = operator;
}
AUGMENTED_OPERATOR[DOUBLE_STAR_EQUAL] = 'Pow';

const comparisons: [number, ComparisonOperator][] = [
  [EQUAL_EQUAL, 'Eq'],
  [NOT_EQUAL, 'NotEq'],
  [LESS, 'Lt'],
  [LESS_EQUAL, 'LtE'],
  [GREATER, 'Gt'],
  [GREATER_EQUAL, 'GtE'],
  [IN, 'In'],
  [IS, 'Is'],
];
for (const [kind, operator] of comparisons) COMPARISON_OPERATOR[kind] = operator;
