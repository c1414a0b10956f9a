import { create } from 'zustand';
import { withShippedBase } from '../core/config/baseModel.ts';
import { findPreset, presetConfig, presetId } from '../core/config/presets.ts';
import type { Config, ConfigKey } from '../core/config/schema.ts';
import { RunState } from '../core/runlog/runState.ts';
import type { Stream } from '../core/tasks/taskType.ts';
import type { Report, TrainerState } from '../engine/protocol.ts';

export const views = ['overview', 'buffer', 'rewards', 'thoughts', 'lab', 'about', 'evidence'] as const;
export type View = (typeof views)[number];

export type Theme = 'system' | 'light' | 'dark';
export type DialogName = 'settings' | 'share' | 'keys';

/** A run that can be looked at or laid over the one on display. Its state lives outside React: read it with `useRunState`. */
export interface NamedRun {
  name: string;
  /** `recording`: replayed from a file that ships with the page or that a person opened. `live`: trained in this tab. */
  kind: 'recording' | 'live';
  state: RunState;
}

/** Where the live run stands. */
export interface LiveStatus {
  state: 'none' | TrainerState;
  /** What is happening, as the trainer words it. */
  sentence: string;
  device?: Extract<Report, { kind: 'device' }>;
  /** What the run was started with; settings that change at once are kept up to date here. */
  started?: { presetId: string; config: Config };
  /** Of a run that has failed: the step after which it was last kept, where it was. */
  keptStep?: number;
}

/** Where the replay stands. */
export interface ReplayStatus {
  state: 'loading' | 'playing' | 'held' | 'ended' | 'missing';
  speed: number;
  /** The step that is playing, and the last one there is. */
  step: number;
  lastStep: number;
}

/** Something the app has to say to the person; shown until dismissed. */
export interface Message {
  id: number;
  level: 'info' | 'warning' | 'error';
  text: string;
}

export interface StepGroup {
  stream: Stream;
  step: number;
}

export interface AppState {
  view: View;
  theme: Theme;
  dialog?: DialogName;
  /** Settings as chosen: the next start takes them all, a running run takes those marked `now`. */
  presetId: string;
  draft: Config;
  /** The run on display. */
  run: NamedRun;
  /** Other runs of this visit, newest first: the run before, opened files. */
  otherRuns: readonly NamedRun[];
  /** The run laid over the curves of the one on display. */
  overlay?: NamedRun;
  live: LiveStatus;
  replay: ReplayStatus;
  /** What is looked at closely: ids of the run on display. */
  selectedTask?: string;
  selectedRollout?: string;
  /** The completions of one stream in one step, as a point of a reward curve stands for them. */
  selectedGroup?: StepGroup;
  /** Tint tokens by their log-probability. */
  tintTokens: boolean;
  messages: readonly Message[];

  setView: (view: View) => void;
  openDialog: (dialog?: DialogName) => void;
  setSetting: <Key extends ConfigKey>(key: Key, value: Config[Key]) => void;
  /** Takes a preset, with all of its values, or a preset and other values (a link, a file). */
  setSettings: (presetId: string, config?: Config) => void;
  setOverlay: (run?: NamedRun) => void;
  selectTask: (id?: string) => void;
  selectRollout: (id?: string) => void;
  selectGroup: (group?: StepGroup) => void;
  say: (level: Message['level'], text: string) => void;
  dismiss: (id: number) => void;
}

const firstPreset = findPreset('default')!;
let lastMessage = 0;

/** A new, empty run state that tells its listeners once a frame. */
export function newRunState(): RunState {
  return new RunState({ schedule: (tell) => requestAnimationFrame(tell) });
}

/** What the person chose, and which runs are there. Everything that a run contains lives in its RunState instead. */
export const useStore = create<AppState>()((set) => ({
  view: 'overview',
  theme: 'system',
  presetId: presetId(firstPreset),
  draft: presetConfig(firstPreset),
  run: { name: 'Recorded run', kind: 'recording', state: newRunState() },
  otherRuns: [],
  live: { state: 'none', sentence: '' },
  replay: { state: 'loading', speed: 1, step: 0, lastStep: 0 },
  tintTokens: false,
  messages: [],

  setView: (view) => set({ view }),
  openDialog: (dialog) => set({ dialog }),
  setSetting: (key, value) =>
    set((state) => {
      const draft = { ...state.draft, [key]: value };
      return { draft: key === 'language' || key === 'modelSize' ? withShippedBase(draft) : draft };
    }),
  setSettings: (presetId, config) =>
    set(() => ({ presetId, draft: config ?? presetConfig(findPreset(presetId) ?? firstPreset) })),
  setOverlay: (overlay) => set({ overlay }),
  selectTask: (selectedTask) => set({ selectedTask, selectedRollout: undefined }),
  selectRollout: (selectedRollout) => set({ selectedRollout }),
  selectGroup: (selectedGroup) => set({ selectedGroup }),
  say: (level, text) =>
    set((state) =>
      state.messages.some((message) => message.text === text)
        ? state
        : { messages: [...state.messages, { id: ++lastMessage, level, text }] },
    ),
  dismiss: (id) => set((state) => ({ messages: state.messages.filter((message) => message.id !== id) })),
}));
