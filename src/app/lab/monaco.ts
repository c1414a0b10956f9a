import * as monaco from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import 'monaco-editor/languages/definitions/python/register';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/wordOperations/register';

/** Loaded on demand: nothing outside this file imports Monaco. All of it comes from the app's own files. */
self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

export interface EditorMark {
  /** 1-based. */
  line: number;
  column?: number;
  message: string;
}

export interface PythonEditor {
  setValue: (text: string) => void;
  setError: (error: EditorMark | undefined) => void;
  /** Lights the 1-based line that a trace is at. */
  setLine: (line: number | undefined) => void;
  /** Takes over from a text field in which a person was typing: focus and selection, as offsets into the text. */
  takeOver: (start: number, end: number) => void;
  dispose: () => void;
}

interface Options {
  value: string;
  label: string;
  onChange: (text: string) => void;
  onRun: () => void;
}

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The page's own colours, in either theme. */
function restyle(): void {
  const dark = document.documentElement.dataset.theme === 'dark';
  const rule = (token: string, name: string) => ({ token, foreground: colour(name).slice(1) });
  monaco.editor.defineTheme('page', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('keyword', 'code-keyword'),
      rule('number', 'code-number'),
      rule('string', 'code-string'),
      rule('string.escape', 'code-string'),
      rule('comment', 'code-comment'),
      rule('identifier', 'ink'),
      rule('delimiter', 'ink'),
      rule('delimiter.parenthesis', 'ink'),
      rule('delimiter.bracket', 'ink'),
    ],
    colors: {
      'editor.background': colour('surface'),
      'editor.foreground': colour('ink'),
      'editorLineNumber.foreground': colour('ink-3'),
      'editorCursor.foreground': colour('ink'),
      focusBorder: colour('focus'),
    },
  });
  monaco.editor.setTheme('page');
}

/** Makes an editor for Python in an element. */
export function createPythonEditor(element: HTMLElement, { value, label, onChange, onRun }: Options): PythonEditor {
  restyle();
  const editor = monaco.editor.create(element, {
    value,
    language: 'python',
    ariaLabel: label,
    automaticLayout: true,
    minimap: { enabled: false },
    lineNumbersMinChars: 3,
    folding: false,
    scrollBeyondLastLine: false,
    renderLineHighlight: 'none',
    overviewRulerLanes: 0,
    fontFamily: colour('font-code'),
    fontLigatures: false,
    fontSize: 14,
    lineHeight: 22,
    padding: { top: 10, bottom: 10 },
    tabSize: 4,
    wordWrap: 'on',
    fixedOverflowWidgets: true,
  });
  const model = editor.getModel()!;
  model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
  const lit = editor.createDecorationsCollection();
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, onRun);
  const themes = new MutationObserver(restyle);
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const listening = editor.onDidChangeModelContent(() => onChange(editor.getValue()));
  return {
    setValue: (text) => {
      if (text !== editor.getValue()) editor.setValue(text);
    },
    setError: (error) => {
      const line = Math.min(error?.line ?? 1, model.getLineCount());
      const markers = error
        ? [
            {
              severity: monaco.MarkerSeverity.Error,
              message: error.message,
              startLineNumber: line,
              endLineNumber: line,
              startColumn: error.column ?? model.getLineFirstNonWhitespaceColumn(line),
              endColumn: model.getLineMaxColumn(line),
            },
          ]
        : [];
      monaco.editor.setModelMarkers(model, 'interpreter', markers);
    },
    setLine: (line) => {
      lit.set(
        line === undefined
          ? []
          : [{ range: new monaco.Range(line, 1, line, 1), options: { isWholeLine: true, className: 'traced-line' } }],
      );
    },
    takeOver: (start, end) => {
      editor.setSelection(monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)));
      editor.focus();
    },
    dispose: () => {
      themes.disconnect();
      listening.dispose();
      editor.dispose();
      model.dispose();
    },
  };
}
