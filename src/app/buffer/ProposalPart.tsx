import type { TaskAccepted } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import { openRollout } from '../openRollout.ts';
import { signed } from '../style/formatNumber.ts';
import { proposalRewardText } from '../thoughts/rewardText.ts';
import { useRunOf } from '../useRunState.ts';
import { makerSentence } from './makerWords.ts';
import { RawText } from './RawText.tsx';
import styles from './TaskDetail.module.css';

/** Who made a task, what the proposer wrote, and what it earned. */
export function ProposalPart({ run, task }: { run: RunState; task: TaskAccepted }) {
  const proposal = useRunOf(run, ['proposals', 'rollouts'], (state) =>
    task.proposal === undefined ? undefined : state.tasks.proposal(task.proposal),
  );
  const rule = useRunOf(run, ['run'], (state) => state.header?.config.rewardRule);
  const rollout = useRunOf(run, ['rollouts'], (state) => proposal && state.rollouts.get(proposal.rollout));
  return (
    <section className={styles.part} aria-label="Proposal">
      <h4 className={styles.heading}>Made by</h4>
      <p className={styles.note}>
        {makerSentence(task, proposal)} {proposal ? proposalRewardText(proposal, rule) : null}
        {proposal?.advantage === undefined ? null : ` Its advantage was ${signed(proposal.advantage)}.`}
      </p>
      {rollout ? (
        <>
          <RawText rollout={rollout} />
          <button type="button" className="button small" onClick={() => openRollout(rollout.id)}>
            Open this proposal
          </button>
        </>
      ) : null}
    </section>
  );
}
