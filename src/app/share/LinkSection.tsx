import { useId, useRef, useState } from 'react';
import type { RunState } from '../../core/runlog/runState.ts';
import { useLab } from '../lab/labStore.ts';
import { inputLines } from '../lab/labTask.ts';
import { useStore } from '../store.ts';
import { Segmented } from '../style/Segmented.tsx';
import { Switch } from '../style/Switch.tsx';
import { useRunState } from '../useRunState.ts';
import { CopyButton } from './CopyButton.tsx';
import { changedMeanwhile, type LinkWishes, LONG_LINK, linkOf } from './linkOf.ts';
import styles from './ShareDialog.module.css';

const kinds = [
  { value: 'settings', label: 'Settings' },
  { value: 'claim', label: 'Settings and result' },
] as const;

/** The link, made anew with every choice. */
export function LinkSection() {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [what, setWhat] = useState<LinkWishes['what']>('settings');
  const [withView, setWithView] = useState(false);
  const [withProgram, setWithProgram] = useState(false);
  const presetId = useStore((store) => store.presetId);
  const draft = useStore((store) => store.draft);
  const view = useStore((store) => store.view);
  const run = useStore((store) => store.run);
  const running = useStore((store) => store.live.started?.config);
  const lab = useLab();
  const steps = useRunState(['series'], (state) => state.lastStep?.step);
  const program = { program: lab.program, inputs: inputLines(lab.inputs), type: lab.type, message: lab.message };
  const wishes = { what, ...(withView ? { view } : {}), ...(withProgram ? { program } : {}) };
  const page = `${location.origin}${location.pathname}${location.search}`;
  const link = linkOrProblem(wishes, { page, presetId, draft, run: run.state });
  const meanwhile = run.kind === 'live' ? changedMeanwhile(run.state, running) : [];
  return (
    <section aria-labelledby={`${id}-title`} className={styles.section}>
      <h3 id={`${id}-title`}>A link</h3>
      <Segmented label="What the link carries" options={kinds} value={what} onChange={setWhat} />
      <p className={styles.about}>
        {what === 'settings'
          ? 'Preset, seed and every setting that differs. Opening it shows what it changes and starts nothing.'
          : claimWords(steps, run.name)}
      </p>
      {what === 'claim' && meanwhile.length > 0 ? (
        <p className={styles.warning}>
          Settings were changed while this run went on ({meanwhile.join(', ')}), so a re-run will not be identical.
        </p>
      ) : null}
      <div className={styles.switches}>
        <Switch checked={withView} onChange={setWithView}>
          Open at this view
        </Switch>
        <Switch checked={withProgram} onChange={setWithProgram}>
          With the program in the Lab
        </Switch>
      </div>
      {link.problem === undefined ? (
        <>
          <label htmlFor={`${id}-link`} className="visually-hidden">
            Link
          </label>
          <textarea
            id={`${id}-link`}
            ref={field}
            className={`field ${styles.link}`}
            readOnly
            rows={3}
            value={link.text}
            onFocus={(event) => event.target.select()}
          />
          <div className={styles.row}>
            <CopyButton text={link.text} field={field} />
            <span className="muted number">{link.text.length} characters</span>
          </div>
          {link.text.length > LONG_LINK ? (
            <p className={styles.warning}>
              Some chat programs cut links of more than {LONG_LINK} characters. Leave the program out, or save the run
              as a file.
            </p>
          ) : null}
        </>
      ) : (
        <p className={styles.warning}>{link.problem}</p>
      )}
      <p className={styles.about}>
        The same link gives the same run, token for token, on the same build, backend and adapter. Elsewhere sums differ
        in their last bits, and the page says how far the runs agreed.
      </p>
    </section>
  );
}

function claimWords(steps: number | undefined, name: string): string {
  if (steps === undefined) return 'No run on display has finished a step yet, so there is no result to put in.';
  return `The settings of “${name}” and what came out by step ${steps}: held-out accuracies and a hash of everything that was sampled. Whoever opens it can train the same run and sees how far it agrees.`;
}

function linkOrProblem(
  wishes: LinkWishes,
  sources: Parameters<typeof linkOf>[1] & { run: RunState },
): { text: string; problem?: undefined } | { problem: string } {
  try {
    return { text: linkOf(wishes, sources) };
  } catch (error) {
    if (error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}
