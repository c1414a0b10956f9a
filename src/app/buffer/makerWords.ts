import type { Proposal, TaskAccepted } from '../../core/runlog/events.ts';

const modes: Record<Proposal['mode'], string> = {
  new: 'new',
  extend: 'extend',
  edit: 'edit',
  append: 'append to',
};

/** Who made a task from which references, in a few words: `proposer, extend t12`. */
export function makerWords(task: TaskAccepted, proposal: Proposal | undefined): string {
  switch (task.origin) {
    case 'identity':
      return 'identity triplet';
    case 'grammar':
      return 'random grammar';
    case 'seed':
      return `seeding${shown(task.references)}`;
    case 'proposer':
    case 'composite':
      return `proposer${proposal ? `, ${modes[proposal.mode]}` : ''}${shown(task.references)}`;
  }
}

function shown([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  return others.length > 0 ? ` ${first} and ${others.length} more` : ` ${first}`;
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
    default:
      return proposal ? `${seeding}${who} ${askedTo[proposal.mode]}.` : `${seeding}${who} proposed it.`;
  }
}

const askedTo: Record<Proposal['mode'], string> = {
  new: 'was asked for a new task',
  extend: 'was asked to extend a reference by a statement',
  edit: 'was asked to edit a reference',
  append: 'wrote one statement, which was appended to a task of the buffer',
};
