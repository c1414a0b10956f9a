// CPython as WebAssembly: a task of freshPrograms.py on stdin, its answer on stdout.
import { readFileSync } from 'node:fs';
import { loadPyodide } from 'pyodide';

const pyodide = await loadPyodide({ stdout: () => {} });
pyodide.runPython(readFileSync(new URL('freshPrograms.py', import.meta.url), 'utf8'));
process.stdout.write(pyodide.globals.get('measure')(readFileSync(0, 'utf8')));
