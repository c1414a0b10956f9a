// MicroPython as WebAssembly: a task of freshPrograms.py on stdin, its answer on stdout.
import { readFileSync } from 'node:fs';
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs';

const python = await loadMicroPython({ heapsize: 64 * 1024 * 1024, stdout: () => {} });
python.runPython(readFileSync(new URL('freshPrograms.py', import.meta.url), 'utf8'));
process.stdout.write(python.globals.get('measure')(readFileSync(0, 'utf8')));
