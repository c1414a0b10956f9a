import { useId } from 'react';
import { findPreset, presetId, presets } from '../../core/config/presets.ts';
import { useStore } from '../store.ts';
import styles from './SettingsPanel.module.css';

/** The frozen, numbered sets of values; taking one sets every setting. */
export function PresetChooser() {
  const id = useId();
  const chosen = useStore((store) => store.presetId);
  const setSettings = useStore((store) => store.setSettings);
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
        {presets.map((preset) => (
          <option key={presetId(preset)} value={presetId(preset)}>
            {preset.label} ({presetId(preset)})
          </option>
        ))}
      </select>
      <p id={`${id}-help`} className={styles.presetHelp}>
        {findPreset(chosen)?.help}
      </p>
    </div>
  );
}
