import { useMemo, useRef, useState } from 'react';
import type { Proposal, RefusalReason } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import { wholeCount } from '../style/formatNumber.ts';
import { PythonCode } from '../style/PythonCode.tsx';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import { refusalNames } from '../thoughts/verdictText.ts';
import { useRunOf } from '../useRunState.ts';
import layout from './AcceptedTasks.module.css';
import { SIDE_BY_SIDE } from './AcceptedTasks.tsx';
import { BufferFilter } from './BufferFilter.tsx';
import { NewRows } from './NewRows.tsx';
import { programLine } from './programLine.ts';
import { RefusedDetail } from './RefusedDetail.tsx';
import styles from './RefusedProposals.module.css';
import { queryRefusals, type RefusalQuery, refusalOrders } from './refusalQuery.ts';
import { useFocusBack } from './useFocusBack.ts';
import { useHeldRows } from './useHeldRows.ts';
import { VirtualList } from './VirtualList.tsx';

const ROW_HEIGHT = 50;

interface Props {
  run: RunState;
  width: number;
  /** Id of the proposal that is open. */
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

/** Proposals that the judge refused, each with its reason. */
export function RefusedProposals({ run, width, open, onOpen }: Props) {
  const proposal = useRunOf(run, ['proposals'], (state) =>
    open === undefined ? undefined : state.tasks.proposal(open),
  );
  const area = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useFocusBack(list, proposal !== undefined);
  const both = width >= SIDE_BY_SIDE;
  return (
    <div ref={area} className={proposal && both ? layout.both : layout.one}>
      <div ref={list} className={layout.side} hidden={proposal !== undefined && !both}>
        <RefusedList run={run} open={open} onOpen={onOpen} />
      </div>
      {proposal ? (
        <div className={layout.detail}>
          <RefusedDetail run={run} proposal={proposal} onClose={() => onOpen(undefined)} area={area} />
        </div>
      ) : null}
    </div>
  );
}

const idOf = (proposal: Proposal) => proposal.id;

function RefusedList({ run, open, onOpen }: Omit<Props, 'width'>) {
  const [query, setQuery] = useState<RefusalQuery>({ type: 'all', reason: 'all', text: '', order: 'newest' });
  const version = useRunOf(run, ['proposals'], (state) => state.versions.proposals);
  const source = useMemo(() => ({ refused: run.tasks.refused(), version }), [run, version]);
  const rows = useMemo(() => queryRefusals(source.refused, query), [source, query]);
  const asked = useMemo(() => ({ run, query }), [run, query]);
  const { shown, fresh, hold } = useHeldRows(rows, asked);
  const change = (part: Partial<RefusalQuery>) => setQuery((before) => ({ ...before, ...part }));
  const counts = [...run.tasks.refusals].sort((a, b) => b[1] - a[1]) as [RefusalReason, number][];
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <div className={layout.list}>
      <BufferFilter
        type={query.type}
        onType={(type) => change({ type })}
        text={query.text}
        onText={(text) => change({ text })}
        order={query.order}
        orders={refusalOrders}
        onOrder={(order) => change({ order })}
      />
      {counts.length > 0 ? (
        <ul className={styles.reasons} aria-label="Refusals by reason">
          {counts.map(([reason, count]) => (
            <li key={reason}>
              <button
                type="button"
                className={styles.reason}
                aria-pressed={query.reason === reason}
                onClick={() => change({ reason: query.reason === reason ? 'all' : reason })}
              >
                {refusalNames[reason]} <b>{wholeCount(count)}</b>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <NewRows count={fresh} onShow={() => hold(false)} what="refusals" />
      <VirtualList
        label={`Refused proposals, ${shown.length}`}
        rows={shown}
        keyOf={idOf}
        rowHeight={ROW_HEIGHT}
        content={(proposal) => <RefusedRow proposal={proposal} />}
        current={open}
        onOpen={(proposal) => onOpen(proposal.id)}
        onAway={hold}
        empty={
          total === 0
            ? 'No proposal has been refused yet.'
            : 'No refused proposal matches. Only the newest refusals are kept in full; all are counted.'
        }
      />
    </div>
  );
}

function RefusedRow({ proposal }: { proposal: Proposal }) {
  const { verdict, type, program, step } = proposal;
  if (verdict.kind !== 'refused') return null;
  return (
    <span className={styles.row}>
      <span className={styles.type}>
        <TypeGlyph type={type} />
      </span>
      <span className={styles.program}>
        {program ? <PythonCode text={programLine(program)} /> : <span className="muted">no program could be read</span>}
      </span>
      <span className={styles.why}>
        <b>{refusalNames[verdict.reason]}</b> {verdict.detail}
      </span>
      <span className={styles.step}>step {step}</span>
    </span>
  );
}
