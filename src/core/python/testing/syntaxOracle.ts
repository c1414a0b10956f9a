import { PythonSyntaxError } from '../pythonSyntaxError.ts';
import { normalizedText } from '../unparse.ts';

/** What a reader makes of a program: its normalised text, or the error's type, message and line. */
export type Reading = { text: string } | { error: [type: string, message: string, line: number] };

/** CPython's readings of a JSON list of programs. */
export const READ_PROGRAMS = `
import ast, json, sys
readings = []
for source in json.load(sys.stdin):
    try:
        compile(source, '<string>', 'exec')
        try:
            readings.append({'text': ast.unparse(ast.parse(source))})
        except ValueError as error:
            readings.append({'text': '# ' + type(error).__name__})
    except SyntaxError as error:
        readings.append({'error': [type(error).__name__, error.msg, error.lineno]})
    except (RecursionError, MemoryError, ValueError) as error:
        readings.append({'error': [type(error).__name__, str(error), 0]})
json.dump(readings, sys.stdout)
`;

/** Our reading; `undefined` when the program uses what we refuse as unsupported. */
export function readProgram(source: string): Reading | undefined {
  try {
    return { text: normalizedText(source) };
  } catch (error) {
    if (error instanceof PythonSyntaxError) {
      if (error.kind === 'unsupported') return undefined;
      return { error: [error.type, error.message, error.line] };
    }
    if (error instanceof Error && error.name === 'UnparseError') return { text: '# ValueError' };
    throw error;
  }
}
