import { type FlagSpecs, flagsHelp } from '../core/config/flags.ts';

/** Bad arguments: a sentence and the flags on stderr, exit 2. */
export function refuseArguments(command: string, sentence: string, flags: FlagSpecs): never {
  console.error(`${command}: ${sentence}\n\nFlags of npm run -s ${command} --\n${flagsHelp(flags)}`);
  process.exit(2);
}

/** A command that could not do its work: the sentence on stderr, exit 1. */
export function fail(command: string, error: unknown): never {
  console.error(`${command}: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
