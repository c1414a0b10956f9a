import type { RunState } from '../../core/runlog/runState.ts';
import { typesOfRun } from '../../core/runlog/typesOfRun.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import { Explain } from '../style/Explain.tsx';
import { percentage, wholeCount } from '../style/formatNumber.ts';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import { difficultySentence } from './deadGroups.ts';
import { DIFFICULTY_STEPS, difficultyKinds, recentDifficulty } from './difficulty.ts';
import styles from './ProposalHealth.module.css';
import { proposalKinds } from './proposalKinds.ts';
import { ShareBar } from './ShareBar.tsx';
import { useDerived } from './useDerived.ts';

function healthOf(run: RunState) {
  const rollouts = run.header?.config.rollouts ?? 0;
  return typesOfRun(run).map((type) => ({
    type,
    rollouts,
    counts: proposalKinds.map(({ key, name, hue }) => ({
      name,
      hue,
      value: run.series.total(`proposals.${type}.${key}`),
    })),
    difficulty: recentDifficulty(run, type),
  }));
}

/** Per task type: how many proposals were valid, and how many of the valid ones can teach anything. */
export function ProposalHealth({ run }: { run: RunState }) {
  const health = useDerived(run, undefined, ['series', 'run'], healthOf);
  return (
    <section className={styles.whole} aria-label="Proposals">
      <h3 className="section-title">
        Are the proposed tasks worth solving?
        <Explain about="tasks that teach">
          <p>
            A task teaches only when some rollouts solve it and some do not (0 &lt; s &lt; 1). If all succeed, or all
            fail, every reward in the group is equal, every advantage is 0 and there is no gradient: a dead group.
          </p>
          <p>
            If all tasks had the same chance p of being solved, a share pⁿ + (1 − p)ⁿ of groups of n rollouts would be
            dead.
          </p>
        </Explain>
      </h3>
      <div className={styles.columns}>
        {health.map((each) => (
          <TypeHealth key={each.type} {...each} />
        ))}
      </div>
    </section>
  );
}

type Health = ReturnType<typeof healthOf>[number];

function TypeHealth({ type, counts, difficulty, rollouts }: Health & { type: TaskType }) {
  return (
    <div className={styles.column}>
      <TypeGlyph type={type} named />
      <ShareBar label="Proposals, whole run" parts={counts} format={wholeCount} />
      {difficulty ? (
        <>
          <ShareBar
            label={`Probed tasks, last ${DIFFICULTY_STEPS} steps`}
            parts={difficultyKinds.map(({ key, name, hue }) => ({ name, hue, value: difficulty.shares[key] }))}
            format={percentage}
          />
          <p className={styles.sentence}>{difficultySentence(difficulty.shares, difficulty.solveRate, rollouts)}</p>
        </>
      ) : (
        <p className={styles.sentence}>No task has been probed yet.</p>
      )}
    </div>
  );
}
