import { readFileSync, writeSync } from 'node:fs';
import { runFile, runRequest } from '../core/python/run.ts';
import { MAX_LINE_LENGTH, readLines } from './python/readLines.ts';
import { answerLine, refuse } from './python/rows.ts';

/** `npm run -s python`: runs a file as Python would, or answers rows of requests. */

const HELP = `Usage:
  npm run -s python -- FILE.py     runs the file as Python would; exit code 1 on an error
  npm run -s python -- --jsonl     answers one JSON object a line on stdin:
                                   {"id", "code", "args"} calls f(args), {"id", "code", "call"} evaluates call;
                                   optional: "fuel", "trace", "hashSeed"`;

/** Writes all of a text, however slowly it is read at the other end. */
function write(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw error;
    }
  }
}

async function answerRows(): Promise<void> {
  process.stdin.setEncoding('utf8');
  for await (const line of readLines(process.stdin)) {
    if (line?.trim() === '') continue;
    const row =
      line === undefined
        ? refuse(null, `the line is longer than ${MAX_LINE_LENGTH / 1024 / 1024} MiB`)
        : answerLine(line, runRequest);
    write(1, `${JSON.stringify(row)}\n`);
  }
}

function runProgram(file: string): number {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    write(2, `python: can't open file '${file}': ${(error as Error).message}\n`);
    return 2;
  }
  const { stdout, error } = runFile(source);
  write(1, stdout);
  if (error === undefined) return 0;
  write(2, error.traceback.endsWith('\n') ? error.traceback : `${error.traceback}\n`);
  return 1;
}

const [argument, ...others] = process.argv.slice(2);
if (argument === '--help' || argument === '-h') {
  write(1, `${HELP}\n`);
} else if (argument === undefined || others.length > 0 || (argument.startsWith('-') && argument !== '--jsonl')) {
  write(2, `python: give one file, or --jsonl\n\n${HELP}\n`);
  process.exitCode = 2;
} else if (argument === '--jsonl') {
  await answerRows();
} else {
  process.exitCode = runProgram(argument);
}
