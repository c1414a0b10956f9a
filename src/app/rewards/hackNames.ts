import type { Hack } from '../../core/health/hacks.ts';

export const hackNames: Record<Hack, string> = {
  inputIgnored: 'input not used',
  inputReturned: 'input given back',
  constantOutput: 'one output for all',
  answerInMessage: 'answer in the message',
};
