import type { Alias, Expression, MatchCase, Module, Pattern, Statement } from './ast.ts';
import { parseModule } from './parser.ts';
import {
  ATOM,
  argumentsText,
  BIT_OR,
  binaryOperatorText,
  expressionText,
  parametersText,
  TEST,
  TUPLE,
  YIELD,
} from './unparse/expressionText.ts';
import { quoteString, TRIPLE_QUOTES } from './unparse/quoteString.ts';

/**
 * Source text of a tree as CPython 3.11's `ast.unparse` writes it: without comments, blank lines as it sets them, one
 * style of quotes and parentheses.
 *
 * @throws UnparseError for an f-string that cannot be written down (a string with a backslash inside one of its fields)
 */
export function unparse(node: Module | Statement | Expression): string {
  const writer = new StatementWriter();
  switch (node.kind) {
    case 'Module':
      writer.documented(node.body);
      return writer.lines.join('\n');
    default:
      if (isExpression(node)) return expressionText(node);
      writer.statement(node);
      return writer.lines.join('\n');
  }
}

/** The program in its normal form: equal for programs that differ in layout, comments and quotes only. @throws PythonSyntaxError */
export function normalizedText(source: string): string {
  return unparse(parseModule(source));
}

const STATEMENTS: ReadonlySet<string> = new Set<Statement['kind']>([
  'FunctionDef',
  'ClassDef',
  'Return',
  'Delete',
  'Assign',
  'AugAssign',
  'AnnAssign',
  'For',
  'While',
  'If',
  'With',
  'Match',
  'Raise',
  'Try',
  'Assert',
  'Import',
  'ImportFrom',
  'Global',
  'Nonlocal',
  'Expr',
  'Pass',
  'Break',
  'Continue',
]);
const isExpression = (node: Statement | Expression): node is Expression => !STATEMENTS.has(node.kind);

const aliasText = ({ name, asname }: Alias): string => (asname === null ? name : `${name} as ${asname}`);

class StatementWriter {
  readonly lines: string[] = [];
  private indent = '';

  private line(text: string): void {
    this.lines.push(this.indent + text);
  }

  /** A header line and the statements under it. */
  private block(header: string, body: Statement[]): void {
    this.line(`${header}:`);
    this.indented(() => this.statements(body));
  }

  private indented(write: () => void): void {
    const { indent } = this;
    this.indent += '    ';
    write();
    this.indent = indent;
  }

  private statements(body: Statement[]): void {
    for (const statement of body) this.statement(statement);
  }

  /** A body whose first statement may be a docstring, which is written in triple quotes. */
  documented(body: Statement[]): void {
    const first = body[0];
    if (first?.kind === 'Expr' && first.value.kind === 'Constant' && first.value.type === 'str') {
      const prefix = first.value.unicodePrefix ? 'u' : '';
      this.line(prefix + quoteString(first.value.value, TRIPLE_QUOTES));
      this.statements(body.slice(1));
    } else {
      this.statements(body);
    }
  }

  /** Decorators, the line that opens a definition, and its body; a blank line stands before all but the very first. */
  private definition(decorators: Expression[], header: string, body: Statement[]): void {
    if (this.lines.length > 0) this.lines.push('');
    for (const decorator of decorators) this.line(`@${expressionText(decorator)}`);
    this.line(`${header}:`);
    this.indented(() => this.documented(body));
  }

  private elseBlock(header: string, body: Statement[]): void {
    if (body.length > 0) this.block(header, body);
  }

  statement(node: Statement): void {
    const text = (expression: Expression): string => expressionText(expression);
    switch (node.kind) {
      case 'FunctionDef': {
        const returns = node.returns === null ? '' : ` -> ${text(node.returns)}`;
        this.definition(node.decorator_list, `def ${node.name}(${parametersText(node.args)})${returns}`, node.body);
        return;
      }
      case 'ClassDef': {
        const bases = argumentsText(node.bases, node.keywords);
        this.definition(node.decorator_list, `class ${node.name}${bases === '' ? '' : `(${bases})`}`, node.body);
        return;
      }
      case 'Return':
        this.line(node.value === null ? 'return' : `return ${text(node.value)}`);
        return;
      case 'Delete':
        this.line(`del ${node.targets.map(text).join(', ')}`);
        return;
      case 'Assign':
        this.line(node.targets.map((target) => `${expressionText(target, TUPLE)} = `).join('') + text(node.value));
        return;
      case 'AugAssign':
        this.line(`${text(node.target)} ${binaryOperatorText(node.op)}= ${text(node.value)}`);
        return;
      case 'AnnAssign': {
        const wrapped = node.simple === 0 && node.target.kind === 'Name';
        const target = wrapped ? `(${text(node.target)})` : text(node.target);
        this.line(`${target}: ${text(node.annotation)}${node.value === null ? '' : ` = ${text(node.value)}`}`);
        return;
      }
      case 'For':
        this.block(`for ${expressionText(node.target, TUPLE)} in ${text(node.iter)}`, node.body);
        this.elseBlock('else', node.orelse);
        return;
      case 'While':
        this.block(`while ${text(node.test)}`, node.body);
        this.elseBlock('else', node.orelse);
        return;
      case 'If': {
        this.block(`if ${text(node.test)}`, node.body);
        let { orelse } = node;
        while (orelse.length === 1 && orelse[0].kind === 'If') {
          const [inner] = orelse;
          this.block(`elif ${text(inner.test)}`, inner.body);
          orelse = inner.orelse;
        }
        this.elseBlock('else', orelse);
        return;
      }
      case 'With': {
        const items = node.items.map(({ context_expr, optional_vars }) => {
          return optional_vars === null ? text(context_expr) : `${text(context_expr)} as ${text(optional_vars)}`;
        });
        this.block(`with ${items.join(', ')}`, node.body);
        return;
      }
      case 'Match':
        this.line(`match ${text(node.subject)}:`);
        this.indented(() => {
          for (const matchCase of node.cases) this.matchCase(matchCase);
        });
        return;
      case 'Raise': {
        const cause = node.cause === null ? '' : ` from ${text(node.cause)}`;
        this.line(node.exc === null ? 'raise' : `raise ${text(node.exc)}${cause}`);
        return;
      }
      case 'Try':
        this.block('try', node.body);
        for (const { type, name, body } of node.handlers) {
          const caught = type === null ? '' : ` ${text(type)}`;
          this.block(`except${caught}${name === null ? '' : ` as ${name}`}`, body);
        }
        this.elseBlock('else', node.orelse);
        this.elseBlock('finally', node.finalbody);
        return;
      case 'Assert':
        this.line(`assert ${text(node.test)}${node.msg === null ? '' : `, ${text(node.msg)}`}`);
        return;
      case 'Import':
        this.line(`import ${node.names.map(aliasText).join(', ')}`);
        return;
      case 'ImportFrom': {
        const names = node.names.map(aliasText).join(', ');
        this.line(`from ${'.'.repeat(node.level)}${node.module ?? ''} import ${names}`);
        return;
      }
      case 'Global':
        this.line(`global ${node.names.join(', ')}`);
        return;
      case 'Nonlocal':
        this.line(`nonlocal ${node.names.join(', ')}`);
        return;
      case 'Expr':
        this.line(expressionText(node.value, YIELD));
        return;
      case 'Pass':
        this.line('pass');
        return;
      case 'Break':
        this.line('break');
        return;
      case 'Continue':
        this.line('continue');
        return;
      default:
        node satisfies never;
    }
  }

  private matchCase({ pattern, guard, body }: MatchCase): void {
    const condition = guard === null ? '' : ` if ${expressionText(guard)}`;
    this.block(`case ${patternText(pattern)}${condition}`, body);
  }
}

function patternText(node: Pattern, precedence = TEST): string {
  const all = (patterns: Pattern[]): string => patterns.map((pattern) => patternText(pattern)).join(', ');
  switch (node.kind) {
    case 'MatchValue':
      return expressionText(node.value);
    case 'MatchSingleton':
      if (node.value === null) return 'None';
      return node.value ? 'True' : 'False';
    case 'MatchSequence':
      return `[${all(node.patterns)}]`;
    case 'MatchStar':
      return `*${node.name ?? '_'}`;
    case 'MatchMapping': {
      const items = node.keys.map((key, index) => `${expressionText(key)}: ${patternText(node.patterns[index])}`);
      if (node.rest !== null) items.push(`**${node.rest}`);
      return `{${items.join(', ')}}`;
    }
    case 'MatchClass': {
      const named = node.kwd_attrs.map((name, index) => `${name}=${patternText(node.kwd_patterns[index])}`);
      const inner = [...node.patterns.map((pattern) => patternText(pattern)), ...named].join(', ');
      return `${expressionText(node.cls, ATOM)}(${inner})`;
    }
    case 'MatchAs': {
      if (node.pattern === null) return node.name ?? '_';
      const text = `${patternText(node.pattern, BIT_OR)} as ${node.name}`;
      return precedence > TEST ? `(${text})` : text;
    }
    case 'MatchOr': {
      const text = node.patterns.map((pattern) => patternText(pattern, BIT_OR + 1)).join(' | ');
      return precedence > BIT_OR ? `(${text})` : text;
    }
    default:
      return node satisfies never;
  }
}
