import { useId } from 'react';
import { type ClaimKind, findPreset, type Preset, presetId, presets } from '../../core/config/presets.ts';
import { useStore } from '../store.ts';
import styles from './SettingsPanel.module.css';

/** Groups of the list, in its order; presets that test no claim come last. */
const groups: readonly { kind: ClaimKind | undefined; label: string }[] = [
  { kind: 'recipe', label: 'The recipe and its parts' },
  { kind: 'paper', label: "The paper's recipe and ablations" },
  { kind: 'reward', label: 'Other rewards for the proposer' },
  { kind: 'doubt', label: "Readers' doubts" },
  { kind: undefined, label: 'For a quick look' },
];

/** The frozen, numbered sets of values; taking one sets every setting. */
export function PresetChooser() {
  const id = useId();
  const chosen = useStore((store) => store.presetId);
  const setSettings = useStore((store) => store.setSettings);
  const preset = findPreset(chosen);
  return (
    <div className={styles.preset}>
      <label htmlFor={id} className={styles.presetLabel}>
        Preset
      </label>
      <select
        id={id}
        className="field"
        value={chosen}
        aria-describedby={`${id}-help`}
        onChange={(event) => setSettings(event.target.value)}
      >
        {groups.map(({ kind, label }) => (
          <optgroup key={label} label={label}>
            {presets.filter(({ claim }) => claim?.kind === kind).map(optionOf)}
          </optgroup>
        ))}
      </select>
      <p id={`${id}-help`} className={styles.presetHelp}>
        {preset?.help}
        {preset?.claim && (
          <>
            {' '}
            <strong>Puts to the test:</strong> {preset.claim.text}
          </>
        )}
      </p>
    </div>
  );
}

function optionOf(preset: Preset) {
  return (
    <option key={presetId(preset)} value={presetId(preset)}>
      {preset.label} ({presetId(preset)})
    </option>
  );
}
