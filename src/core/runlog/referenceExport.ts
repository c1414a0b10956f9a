import type { Task } from '../tasks/taskType.ts';

/** Two files in the schema of the reference implementation's seed data (https://github.com/LeapLabTHU/Absolute-Zero-Reasoner, data/). */
export interface ReferenceExport {
  /** JSONL of deduction and abduction tasks: `snippet`, `original_snippet`, `input`, `output`, `imports`, `composite_functions`. */
  triplets: string;
  /** JSONL of induction tasks: `snippet`, `inputs`, `outputs`, `message`, `imports`. */
  induction: string;
}

/** Tasks for the reference implementation, so that a run can go on there. Equal rows are written once. */
export function referenceExport(tasks: Iterable<Task>): ReferenceExport {
  const triplets = new Set<string>();
  const induction = new Set<string>();
  for (const { type, program, inputs, outputs, message = '' } of tasks) {
    const { snippet, imports } = splitImports(program);
    if (type === 'induction') {
      induction.add(JSON.stringify({ snippet, inputs, outputs, message, imports }));
    } else {
      const [input] = inputs;
      const [output] = outputs;
      const row = { snippet, original_snippet: snippet, input, output, imports, composite_functions: [] };
      triplets.add(JSON.stringify(row));
    }
  }
  return { triplets: lines(triplets), induction: lines(induction) };
}

/** The reference keeps import lines apart from the program. Only lines at top level before the first definition are taken out. */
function splitImports(program: string): { snippet: string; imports: string[] } {
  const all = program.split('\n');
  const body = all.findIndex((line) => line.trim() !== '' && !/^(import|from)\s/.test(line));
  const head = all.slice(0, Math.max(0, body));
  return { snippet: all.slice(Math.max(0, body)).join('\n'), imports: head.filter((line) => line.trim() !== '') };
}

function lines(rows: Set<string>): string {
  return [...rows].map((row) => `${row}\n`).join('');
}
