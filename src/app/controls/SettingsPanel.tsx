import { useId, useState } from 'react';
import type { FieldGroup } from '../../core/config/field.ts';
import { schema } from '../../core/config/schema.ts';
import { groupTitles } from '../../core/config/settingsTable.ts';
import { reset } from '../liveSession.ts';
import { useStore } from '../store.ts';
import { ChangeChips } from './ChangeChips.tsx';
import { changesFromPreset, findSettings, waitingForReset } from './draftChanges.ts';
import { MemoryNeed } from './MemoryNeed.tsx';
import { PresetChooser } from './PresetChooser.tsx';
import { SettingField } from './SettingField.tsx';
import styles from './SettingsPanel.module.css';

/** Every setting of the schema, by group; nothing here is written by hand but the order of the parts. */
export function SettingsPanel() {
  const searchId = useId();
  const [search, setSearch] = useState('');
  const presetId = useStore((store) => store.presetId);
  const draft = useStore((store) => store.draft);
  const running = useStore((store) => store.live.started?.config);
  const changes = changesFromPreset(presetId, draft);
  const changed = new Set(changes.map(({ key }) => key));
  const waiting = waitingForReset(running, draft);
  const found = findSettings(search);
  const groups = (Object.keys(groupTitles) as FieldGroup[])
    .map((group) => ({ group, keys: found.filter((key) => schema[key].group === group) }))
    .filter(({ keys }) => keys.length > 0);
  return (
    <div className={styles.panel}>
      <PresetChooser />
      <ChangeChips changes={changes} />
      {waiting.length > 0 ? (
        <div className={styles.waiting} role="status">
          <p>
            {waiting.length === 1 ? 'One setting waits' : `${waiting.length} settings wait`} for a reset of the live
            run: {waiting.map((key) => schema[key].label).join(', ')}.
          </p>
          <button type="button" className="button small" onClick={reset}>
            Reset now
          </button>
        </div>
      ) : null}
      <label htmlFor={searchId} className="visually-hidden">
        Find a setting
      </label>
      <input
        id={searchId}
        type="search"
        className={`field ${styles.search}`}
        placeholder="Find a setting"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {groups.map(({ group, keys }) => (
        <fieldset key={group} className={styles.group}>
          <legend className={styles.groupTitle}>{groupTitles[group]}</legend>
          {group === 'model' ? <MemoryNeed /> : null}
          {keys.map((key) => (
            <SettingField key={key} settingKey={key} changed={changed.has(key)} waits={waiting.includes(key)} />
          ))}
        </fieldset>
      ))}
      {groups.length === 0 ? <p className="muted">No setting has these words.</p> : null}
    </div>
  );
}
