import { liveRun, showLive } from '../liveSession.ts';
import { showRecording } from '../replaySession.ts';
import { useStore } from '../store.ts';
import { Segmented } from '../style/Segmented.tsx';

const options = [
  { value: 'live', label: 'Live' },
  { value: 'recording', label: 'Recording' },
] as const;

/** Switches between the live run and the recording, when both are there. */
export function RunSwitch() {
  const kind = useStore((store) => store.run.kind);
  const hasLive = useStore((store) => store.live.state !== 'none') && liveRun() !== undefined;
  const hasRecording = useStore((store) => store.replay.lastStep > 0);
  if (!hasLive || !hasRecording) return null;
  return (
    <Segmented
      label="Run on display"
      options={options}
      value={kind}
      onChange={(value) => (value === 'live' ? showLive() : showRecording())}
    />
  );
}
