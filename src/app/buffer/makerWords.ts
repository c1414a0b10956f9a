import type { Proposal, TaskAccepted } from '../../core/runlog/events.ts';
import { taskName } from './taskName.ts';

const modes: Record<Proposal['mode'], string> = {
  new: 'new after',
  extend: 'extend',
  edit: 'edit',
  append: 'append to',
};

/** An induction proposal takes a program from the buffer and adds inputs and a message. */
const writesInputs = ({ type, mode }: Proposal) => type === 'induction' && mode === 'new';

function modeWords(proposal: Proposal): string {
  if (writesInputs(proposal)) return 'inputs for';
  return proposal.mode === 'new' && proposal.references.length === 0 ? 'new' : modes[proposal.mode];
}

/** Who made a task from which references, in a few words: `proposer, extend t12`. */
export function makerWords(task: TaskAccepted, proposal: Proposal | undefined): string {
  switch (task.origin) {
    case 'identity':
      return 'identity triplet';
    case 'grammar':
      return 'random grammar';
    case 'curated':
      return 'curated set';
    case 'mutation':
      return `mutation of${shown(task.references)}`;
    case 'seed':
      return `seeding${shown(task.references)}`;
    case 'proposer':
    case 'composite':
      return `proposer${proposal ? `, ${modeWords(proposal)}` : ''}${shown(task.references)}`;
  }
}

function shown([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  return others.length > 0 ? ` ${taskName(first)} and ${others.length} more` : ` ${taskName(first)}`;
}

/** The same as a sentence, for the task's own page. */
export function makerSentence(task: TaskAccepted, proposal: Proposal | undefined): string {
  const seeding = task.origin === 'seed' ? 'Before the first update, ' : '';
  const who = seeding ? 'the model' : 'The model';
  switch (task.origin) {
    case 'identity':
      return 'Given: the identity triplet, the only task that self-play starts from.';
    case 'grammar':
      return 'Drawn from the random grammar, not proposed by the model.';
    case 'curated':
      return 'Drawn from the curated set, not proposed by the model.';
    case 'mutation':
      return 'A mutation of a program of the buffer, not proposed by the model.';
    default:
      if (!proposal) return `${seeding}${who} proposed it.`;
      return `${seeding}${who} ${writesInputs(proposal) ? WROTE_INPUTS : askedTo[proposal.mode]}.`;
  }
}

const askedTo: Record<Proposal['mode'], string> = {
  new: 'was asked for a new task',
  extend: 'was asked to extend a reference by a statement',
  edit: 'was asked to edit a reference',
  append: 'wrote one statement, which was appended to a task of the buffer',
};

const WROTE_INPUTS = 'was shown this program and wrote the inputs and the message';
