/**
 * The abstract syntax tree of Python 3.11, shaped and named as CPython's `ast` module
 * (https://docs.python.org/3.11/library/ast.html), with `kind` as the discriminant.
 *
 * Left out: `async`/`await` and `except*` (the parser refuses them as unsupported), type comments, `type_ignores`.
 */

/** Where a node stands. Lines count from 1; columns from 0, in UTF-16 code units of the line; the end is exclusive. */
export interface Position {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export type ExpressionContext = 'Load' | 'Store' | 'Del';

export type BinaryOperator =
  | 'Add'
  | 'Sub'
  | 'Mult'
  | 'MatMult'
  | 'Div'
  | 'FloorDiv'
  | 'Mod'
  | 'Pow'
  | 'LShift'
  | 'RShift'
  | 'BitOr'
  | 'BitXor'
  | 'BitAnd';
export type BooleanOperator = 'And' | 'Or';
export type UnaryOperator = 'Not' | 'USub' | 'UAdd' | 'Invert';
export type ComparisonOperator = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn';

// ---------------------------------------------------------------------------------------------------------------------
// Module

export interface Module {
  kind: 'Module';
  body: Statement[];
}

// ---------------------------------------------------------------------------------------------------------------------
// Statements

export interface FunctionDef extends Position {
  kind: 'FunctionDef';
  name: string;
  args: Arguments;
  body: Statement[];
  decorator_list: Expression[];
  returns: Expression | null;
}

export interface ClassDef extends Position {
  kind: 'ClassDef';
  name: string;
  bases: Expression[];
  keywords: Keyword[];
  body: Statement[];
  decorator_list: Expression[];
}

export interface Return extends Position {
  kind: 'Return';
  value: Expression | null;
}

export interface Delete extends Position {
  kind: 'Delete';
  targets: Expression[];
}

export interface Assign extends Position {
  kind: 'Assign';
  targets: Expression[];
  value: Expression;
}

export interface AugAssign extends Position {
  kind: 'AugAssign';
  target: Name | Attribute | Subscript;
  op: BinaryOperator;
  value: Expression;
}

export interface AnnAssign extends Position {
  kind: 'AnnAssign';
  target: Name | Attribute | Subscript;
  annotation: Expression;
  value: Expression | null;
  /** 1 when the target is a bare name without parentheses, which then is a local of its scope. */
  simple: 0 | 1;
}

export interface For extends Position {
  kind: 'For';
  target: Expression;
  iter: Expression;
  body: Statement[];
  orelse: Statement[];
}

export interface While extends Position {
  kind: 'While';
  test: Expression;
  body: Statement[];
  orelse: Statement[];
}

/** `elif` is an `If` alone in `orelse`, as in CPython. */
export interface If extends Position {
  kind: 'If';
  test: Expression;
  body: Statement[];
  orelse: Statement[];
}

export interface With extends Position {
  kind: 'With';
  items: WithItem[];
  body: Statement[];
}

export interface Match extends Position {
  kind: 'Match';
  subject: Expression;
  cases: MatchCase[];
}

export interface Raise extends Position {
  kind: 'Raise';
  exc: Expression | null;
  cause: Expression | null;
}

export interface Try extends Position {
  kind: 'Try';
  body: Statement[];
  handlers: ExceptHandler[];
  orelse: Statement[];
  finalbody: Statement[];
}

export interface Assert extends Position {
  kind: 'Assert';
  test: Expression;
  msg: Expression | null;
}

export interface Import extends Position {
  kind: 'Import';
  names: Alias[];
}

export interface ImportFrom extends Position {
  kind: 'ImportFrom';
  module: string | null;
  names: Alias[];
  level: number;
}

export interface Global extends Position {
  kind: 'Global';
  names: string[];
}

export interface Nonlocal extends Position {
  kind: 'Nonlocal';
  names: string[];
}

/** An expression statement; a docstring is one whose value is a `str` constant. */
export interface Expr extends Position {
  kind: 'Expr';
  value: Expression;
}

export interface Pass extends Position {
  kind: 'Pass';
}

export interface Break extends Position {
  kind: 'Break';
}

export interface Continue extends Position {
  kind: 'Continue';
}

export type Statement =
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | AugAssign
  | AnnAssign
  | For
  | While
  | If
  | With
  | Match
  | Raise
  | Try
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | Expr
  | Pass
  | Break
  | Continue;

// ---------------------------------------------------------------------------------------------------------------------
// Expressions

export interface BoolOp extends Position {
  kind: 'BoolOp';
  op: BooleanOperator;
  /** Two or more: `a and b and c` is one node. */
  values: Expression[];
}

export interface NamedExpr extends Position {
  kind: 'NamedExpr';
  target: Name;
  value: Expression;
}

export interface BinOp extends Position {
  kind: 'BinOp';
  left: Expression;
  op: BinaryOperator;
  right: Expression;
}

export interface UnaryOp extends Position {
  kind: 'UnaryOp';
  op: UnaryOperator;
  operand: Expression;
}

export interface Lambda extends Position {
  kind: 'Lambda';
  args: Arguments;
  body: Expression;
}

export interface IfExp extends Position {
  kind: 'IfExp';
  test: Expression;
  body: Expression;
  orelse: Expression;
}

/** A `null` key stands for `**mapping`. */
export interface Dict extends Position {
  kind: 'Dict';
  keys: (Expression | null)[];
  values: Expression[];
}

export interface SetDisplay extends Position {
  kind: 'Set';
  elts: Expression[];
}

export interface ListComp extends Position {
  kind: 'ListComp';
  elt: Expression;
  generators: Comprehension[];
}

export interface SetComp extends Position {
  kind: 'SetComp';
  elt: Expression;
  generators: Comprehension[];
}

export interface DictComp extends Position {
  kind: 'DictComp';
  key: Expression;
  value: Expression;
  generators: Comprehension[];
}

export interface GeneratorExp extends Position {
  kind: 'GeneratorExp';
  elt: Expression;
  generators: Comprehension[];
}

export interface Yield extends Position {
  kind: 'Yield';
  value: Expression | null;
}

export interface YieldFrom extends Position {
  kind: 'YieldFrom';
  value: Expression;
}

/** `left ops[0] comparators[0] ops[1] comparators[1] …` */
export interface Compare extends Position {
  kind: 'Compare';
  left: Expression;
  ops: ComparisonOperator[];
  comparators: Expression[];
}

/** `*xs` stands in `args` as `Starred`; `**xs` in `keywords` with `arg: null`. */
export interface Call extends Position {
  kind: 'Call';
  func: Expression;
  args: Expression[];
  keywords: Keyword[];
}

/** One `{…}` of an f-string. */
export interface FormattedValue extends Position {
  kind: 'FormattedValue';
  value: Expression;
  /** Code point of the conversion: -1 none, 115 `!s`, 114 `!r`, 97 `!a`. */
  conversion: -1 | 115 | 114 | 97;
  format_spec: JoinedStr | null;
}

/** An f-string: `str` constants and formatted values in turn. */
export interface JoinedStr extends Position {
  kind: 'JoinedStr';
  values: Expression[];
}

export interface IntConstant extends Position {
  kind: 'Constant';
  type: 'int';
  /** A number while at most 2^53 − 1, else a bigint. Never negative. */
  value: number | bigint;
}

export interface FloatConstant extends Position {
  kind: 'Constant';
  type: 'float';
  value: number;
}

export interface ComplexConstant extends Position {
  kind: 'Constant';
  type: 'complex';
  /** The imaginary part; the real part of a literal is 0. */
  value: number;
}

export interface StrConstant extends Position {
  kind: 'Constant';
  type: 'str';
  value: string;
  /** Set when the literal carried the prefix `u`, which `ast.unparse` keeps (CPython's field `kind`). */
  unicodePrefix?: true;
}

export interface BytesConstant extends Position {
  kind: 'Constant';
  type: 'bytes';
  /** One character, of code 0 to 255, for each byte. */
  value: string;
}

export interface BoolConstant extends Position {
  kind: 'Constant';
  type: 'bool';
  value: boolean;
}

export interface NoneConstant extends Position {
  kind: 'Constant';
  type: 'None';
  value: null;
}

export interface EllipsisConstant extends Position {
  kind: 'Constant';
  type: 'Ellipsis';
  value: null;
}

export type Constant =
  | IntConstant
  | FloatConstant
  | ComplexConstant
  | StrConstant
  | BytesConstant
  | BoolConstant
  | NoneConstant
  | EllipsisConstant;

export interface Attribute extends Position {
  kind: 'Attribute';
  value: Expression;
  attr: string;
  ctx: ExpressionContext;
}

/** `slice` is a `Slice`, a `Tuple` that may hold slices, or an index. */
export interface Subscript extends Position {
  kind: 'Subscript';
  value: Expression;
  slice: Expression;
  ctx: ExpressionContext;
}

export interface Starred extends Position {
  kind: 'Starred';
  value: Expression;
  ctx: ExpressionContext;
}

export interface Name extends Position {
  kind: 'Name';
  id: string;
  ctx: ExpressionContext;
}

export interface List extends Position {
  kind: 'List';
  elts: Expression[];
  ctx: ExpressionContext;
}

export interface Tuple extends Position {
  kind: 'Tuple';
  elts: Expression[];
  ctx: ExpressionContext;
}

export interface Slice extends Position {
  kind: 'Slice';
  lower: Expression | null;
  upper: Expression | null;
  step: Expression | null;
}

export type Expression =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetDisplay
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | JoinedStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice;

// ---------------------------------------------------------------------------------------------------------------------
// Parts

/** Parameters of a function. `defaults` belong to the last of `posonlyargs + args`; `kw_defaults[i]` to `kwonlyargs[i]`. */
export interface Arguments {
  kind: 'arguments';
  posonlyargs: Arg[];
  args: Arg[];
  vararg: Arg | null;
  kwonlyargs: Arg[];
  kw_defaults: (Expression | null)[];
  kwarg: Arg | null;
  defaults: Expression[];
}

export interface Arg extends Position {
  kind: 'arg';
  arg: string;
  annotation: Expression | null;
}

export interface Keyword extends Position {
  kind: 'keyword';
  arg: string | null;
  value: Expression;
}

export interface Alias extends Position {
  kind: 'alias';
  name: string;
  asname: string | null;
}

export interface Comprehension {
  kind: 'comprehension';
  target: Expression;
  iter: Expression;
  ifs: Expression[];
}

export interface ExceptHandler extends Position {
  kind: 'ExceptHandler';
  type: Expression | null;
  name: string | null;
  body: Statement[];
}

export interface WithItem {
  kind: 'withitem';
  context_expr: Expression;
  optional_vars: Expression | null;
}

// ---------------------------------------------------------------------------------------------------------------------
// Patterns of `match`

export interface MatchCase {
  kind: 'match_case';
  pattern: Pattern;
  guard: Expression | null;
  body: Statement[];
}

/** A literal or a dotted name, compared with `==`. */
export interface MatchValue extends Position {
  kind: 'MatchValue';
  value: Expression;
}

/** `None`, `True` or `False`, compared with `is`. */
export interface MatchSingleton extends Position {
  kind: 'MatchSingleton';
  value: boolean | null;
}

export interface MatchSequence extends Position {
  kind: 'MatchSequence';
  patterns: Pattern[];
}

export interface MatchMapping extends Position {
  kind: 'MatchMapping';
  keys: Expression[];
  patterns: Pattern[];
  rest: string | null;
}

export interface MatchClass extends Position {
  kind: 'MatchClass';
  cls: Expression;
  patterns: Pattern[];
  kwd_attrs: string[];
  kwd_patterns: Pattern[];
}

/** `*name`, or `*_` with `name: null`; stands only inside `MatchSequence`. */
export interface MatchStar extends Position {
  kind: 'MatchStar';
  name: string | null;
}

/** `pattern as name`; a capture `name` has `pattern: null`; the wildcard `_` has both `null`. */
export interface MatchAs extends Position {
  kind: 'MatchAs';
  pattern: Pattern | null;
  name: string | null;
}

export interface MatchOr extends Position {
  kind: 'MatchOr';
  patterns: Pattern[];
}

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr;

/** Anything in a tree. */
export type Node =
  | Module
  | Statement
  | Expression
  | Arguments
  | Arg
  | Keyword
  | Alias
  | Comprehension
  | ExceptHandler
  | WithItem
  | MatchCase
  | Pattern;
