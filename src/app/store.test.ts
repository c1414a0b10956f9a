import { beforeEach, expect, test } from 'vitest';
import { presetConfig, presets } from '../core/config/presets.ts';
import { useStore } from './store.ts';

const initial = useStore.getState();
beforeEach(() => useStore.setState(initial, true));

test('a message that is there already is not said twice, and goes when it is dismissed', () => {
  const { say, dismiss } = useStore.getState();
  say('error', 'The trainer stopped.');
  say('error', 'The trainer stopped.');
  const { messages } = useStore.getState();
  expect(messages.map(({ text }) => text)).toEqual(['The trainer stopped.']);
  dismiss(messages[0].id);
  expect(useStore.getState().messages).toEqual([]);
});

test('a preset brings all of its values, and other values with it replace them', () => {
  const { setSettings, setSetting } = useStore.getState();
  const paper = presets.find(({ name }) => name === 'paper')!;
  setSettings('paper.1');
  expect(useStore.getState().draft).toEqual(presetConfig(paper));
  setSetting('seed', 7);
  expect(useStore.getState().draft).toEqual({ ...presetConfig(paper), seed: 7 });
  setSettings('paper.1', { ...presetConfig(paper), batch: 4 });
  expect(useStore.getState().draft.batch).toBe(4);
});

test('another language begins with the base that ships for it, without the recency bias of the default', () => {
  const { setSettings, setSetting } = useStore.getState();
  setSettings('default.4');
  setSetting('seed', 7);
  expect(useStore.getState().draft.recencyBias).toBe(true);
  setSetting('language', 'numbers');
  expect(useStore.getState().draft).toMatchObject({ language: 'numbers', recencyBias: false, seed: 7 });
  setSetting('recencyBias', true);
  expect(useStore.getState().draft.recencyBias).toBe(true);
});

test('opening another task closes the completion that was open', () => {
  const { selectRollout, selectTask } = useStore.getState();
  selectRollout('r1');
  selectTask('t1');
  expect(useStore.getState()).toMatchObject({ selectedTask: 't1', selectedRollout: undefined });
});
