export type CodeKind = 'keyword' | 'builtin' | 'number' | 'string' | 'comment' | 'plain';

export interface CodePiece {
  kind: CodeKind;
  text: string;
  /** Where it begins in the text. */
  start: number;
}

const keywords =
  'False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|match|nonlocal|not|or|pass|raise|return|try|while|with|yield';
const builtins =
  'abs|all|any|bin|bool|chr|dict|divmod|enumerate|filter|float|frozenset|hex|int|isinstance|len|list|map|max|min|next|oct|ord|pow|print|range|repr|reversed|round|set|slice|sorted|str|sum|tuple|type|zip';

const lexeme = new RegExp(
  [
    '(?<comment>#[^\\n]*)',
    `(?<string>[rbfRBF]{0,2}(?:'''[\\s\\S]*?(?:'''|$)|"""[\\s\\S]*?(?:"""|$)|'(?:\\\\.|[^'\\\\\\n])*'?|"(?:\\\\.|[^"\\\\\\n])*"?))`,
    `(?<keyword>\\b(?:${keywords})\\b)`,
    `(?<builtin>\\b(?:${builtins})\\b)`,
    '(?<number>\\b\\d[\\w.]*)',
    '(?<plain>[A-Za-z_]\\w*|\\s+|[^\\w\\s])',
  ].join('|'),
  'gu',
);

/** Cuts Python-like text into coloured pieces. Any text at all is cut without loss: half programs and nonsense too. */
export function highlightPython(text: string): CodePiece[] {
  const pieces: CodePiece[] = [];
  let end = 0;
  const add = (kind: CodeKind, piece: string, start: number) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += piece;
    else if (piece) pieces.push({ kind, text: piece, start });
  };
  for (const match of text.matchAll(lexeme)) {
    add('plain', text.slice(end, match.index), end);
    const found = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined);
    add((found?.[0] ?? 'plain') as CodeKind, match[0], match.index);
    end = match.index + match[0].length;
  }
  add('plain', text.slice(end), end);
  return pieces;
}
