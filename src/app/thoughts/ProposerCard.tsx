import type { Proposal } from '../../core/runlog/events.ts';
import { pairText } from '../../core/tasks/prompts.ts';
import { taskName } from '../buffer/taskName.ts';
import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { PythonCode } from '../style/PythonCode.tsx';
import { useRunState } from '../useRunState.ts';
import { Attempts } from './Attempts.tsx';
import styles from './Card.module.css';
import { Earned } from './Earned.tsx';
import hidden from './Hidden.module.css';
import { Prompt } from './Prompt.tsx';
import { promptText } from './promptText.ts';
import { Reasoning } from './Reasoning.tsx';
import { proposalRewardText } from './rewardText.ts';
import type { CardProps } from './SolverCard.tsx';
import { Verdict } from './Verdict.tsx';

const modes: Record<Proposal['mode'], string> = {
  new: 'asked for a new task',
  extend: 'asked to extend its reference by a statement',
  edit: 'asked to edit its reference',
  append: 'asked for one statement to append',
};

function References({ proposal }: { proposal: Proposal }) {
  const selectTask = useStore((store) => store.selectTask);
  if (proposal.references.length === 0)
    return <p className="label">No references were shown; {modes[proposal.mode]}</p>;
  return (
    <p className="label">
      Shown{' '}
      {proposal.references.map((id) => (
        <button key={id} type="button" className={styles.reference} title={id} onClick={() => selectTask(id)}>
          {taskName(id)}
        </button>
      ))}{' '}
      from the buffer, {modes[proposal.mode]}
    </p>
  );
}

/** What the interpreter computed for an accepted proposal. The proposer does not write outputs. */
function Computed({ taskId }: { taskId: string }) {
  const task = useRunState(['tasks'], (run) => run.tasks.task(taskId)?.task);
  const selectTask = useStore((store) => store.selectTask);
  if (!task) return null;
  return (
    <section className={hidden.box}>
      <h4 className={hidden.title}>
        <Icon name="chip" /> Computed by the interpreter:
      </h4>
      <PythonCode text={task.inputs.map((_, i) => pairText(task, i)).join('\n')} block />
      <button type="button" className="button small" onClick={() => selectTask(taskId)}>
        Its attempts
      </button>
    </section>
  );
}

/** One proposal: its references, its raw text, the verdict or the refusal, and the probe attempts that made its reward. */
export function ProposerCard({ view, count, tint }: CardProps) {
  const { rollout, proposal, tokens, prompt } = view;
  const rule = useRunState(['run'], (run) => run.header?.config.rewardRule);
  const writing = !rollout || count < tokens.length;
  return (
    <>
      <section className={styles.shown}>
        <h4 className="visually-hidden">Shown to the model</h4>
        {proposal ? <References proposal={proposal} /> : <p className="label">Inventing a task</p>}
        <div className={styles.program}>
          <PythonCode text={promptText(prompt)} block />
        </div>
        <Prompt prompt={prompt} />
      </section>
      <section className={styles.written}>
        <h4 className="visually-hidden">Written by the model</h4>
        <Reasoning tokens={tokens} count={count} logProbs={rollout?.logProbs} tint={tint} writing={writing} />
      </section>
      {writing || !rollout ? null : (
        <section className={styles.judged}>
          <h4 className="visually-hidden">Judged by the interpreter</h4>
          <Verdict verdict={rollout.verdict} />
          {proposal ? (
            <>
              {proposal.probes.length > 0 ? <Attempts label="Probe attempts" ids={proposal.probes} /> : null}
              <p className={styles.reward}>{proposalRewardText(proposal, rule)}</p>
            </>
          ) : (
            <p className={styles.reward}>Waiting for its probe attempts.</p>
          )}
          <Earned rollout={rollout} />
        </section>
      )}
      {rollout?.verdict.kind === 'accepted' && !writing ? <Computed taskId={rollout.verdict.taskId} /> : null}
    </>
  );
}
