import type { Comprehension, Expression, Statement } from '../ast.ts';

/** The expressions directly inside a statement (not those of inner statements) or an expression. */
export function childExpressions(node: Statement | Expression): Expression[] {
  switch (node.kind) {
    case 'FunctionDef':
      return [...node.decorator_list, ...node.args.defaults, ...node.args.kw_defaults.filter((d) => d !== null)];
    case 'ClassDef':
      return [...node.decorator_list, ...node.bases, ...node.keywords.map((k) => k.value)];
    case 'Return':
    case 'YieldFrom':
    case 'Yield':
      return node.value === null ? [] : [node.value];
    case 'Delete':
      return node.targets;
    case 'Assign':
      return [...node.targets, node.value];
    case 'AugAssign':
      return [node.target, node.value];
    case 'AnnAssign':
      return node.value === null ? [node.target] : [node.target, node.value];
    case 'For':
      return [node.target, node.iter];
    case 'While':
    case 'If':
      return [node.test];
    case 'With':
      return node.items.flatMap((item) =>
        item.optional_vars ? [item.context_expr, item.optional_vars] : [item.context_expr],
      );
    case 'Match':
      return [node.subject, ...node.cases.map((c) => c.guard).filter((g) => g !== null)];
    case 'Raise':
      return [node.exc, node.cause].filter((e) => e !== null);
    case 'Try':
      return node.handlers.map((h) => h.type).filter((t) => t !== null);
    case 'Assert':
      return node.msg === null ? [node.test] : [node.test, node.msg];
    case 'Expr':
    case 'FormattedValue':
    case 'Attribute':
    case 'Starred':
    case 'NamedExpr':
      return node.kind === 'FormattedValue' && node.format_spec !== null
        ? [node.value, node.format_spec]
        : [node.value];
    case 'BoolOp':
    case 'JoinedStr':
      return node.values;
    case 'BinOp':
      return [node.left, node.right];
    case 'UnaryOp':
      return [node.operand];
    case 'Lambda':
      return [...node.args.defaults, ...node.args.kw_defaults.filter((d) => d !== null)];
    case 'IfExp':
      return [node.test, node.body, node.orelse];
    case 'Dict':
      return node.values.flatMap((value, i) => {
        const key = node.keys[i];
        return key === null ? [value] : [key, value];
      });
    case 'Set':
    case 'List':
    case 'Tuple':
      return node.elts;
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return clauses(node.generators).concat(node.elt);
    case 'DictComp':
      return clauses(node.generators).concat(node.key, node.value);
    case 'Compare':
      return [node.left, ...node.comparators];
    case 'Call':
      return [node.func, ...node.args, ...node.keywords.map((k) => k.value)];
    case 'Subscript':
      return [node.value, node.slice];
    case 'Slice':
      return [node.lower, node.upper, node.step].filter((e) => e !== null);
    default:
      return [];
  }
}

function clauses(generators: Comprehension[]): Expression[] {
  const expressions: Expression[] = [];
  for (const { target, iter, ifs } of generators) {
    expressions.push(target, iter);
    for (const test of ifs) expressions.push(test);
  }
  return expressions;
}

/** Whether `test` holds for the expression or one inside it (lambda bodies are not looked into). */
export function someExpression(node: Expression, test: (e: Expression) => boolean): boolean {
  if (test(node)) return true;
  if (node.kind === 'Name' || node.kind === 'Constant') return false;
  for (const child of childExpressions(node)) if (someExpression(child, test)) return true;
  return false;
}
