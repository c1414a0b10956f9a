import { decodeLink } from '../../core/share/link.ts';
import { useLab } from '../lab/labStore.ts';
import { seekReplay } from '../replaySession.ts';
import { useStore, views } from '../store.ts';
import { useLink } from './linkStore.ts';

/**
 * Takes what the fragment of the address carries: settings are chosen, a program lies in the Lab, a view opens. Nothing starts and nothing is
 * loaded; what the link changes is shown until a person has seen it.
 */
export function openLink(fragment: string): void {
  const reading = decodeLink(fragment);
  if (!reading) return;
  const { preset, config, view, at, program, claim, run, embed } = reading.link;
  useStore.getState().setSettings(preset, config);
  const known = views.find((name) => name === view);
  if (known) useStore.getState().setView(known);
  else if (view !== undefined) reading.remarks.push(`There is no view "${view}".`);
  if (program) {
    const { program: text, inputs, type = 'deduction', message = '' } = program;
    useLab.setState({ program: text, inputs: inputs.join('\n'), type, message, run: undefined, problem: undefined });
  }
  if (at !== undefined && !run) seekWhenThere(at);
  useLink.setState({ reading, claimed: claim && { claim, config }, kept: { run, embed } });
}

/** Goes to a step of the recording that plays first, once it is there. */
function seekWhenThere(step: number): void {
  const seek = () => seekReplay(Math.min(step, useStore.getState().replay.lastStep));
  if (useStore.getState().replay.lastStep > 0) {
    seek();
    return;
  }
  const leave = useStore.subscribe(({ replay, live }) => {
    if (replay.lastStep === 0 && live.state === 'none') return;
    leave();
    if (replay.lastStep > 0) seek();
  });
}
