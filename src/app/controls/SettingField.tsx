import { useId } from 'react';
import type { Field } from '../../core/config/field.ts';
import { type Config, type ConfigKey, schema } from '../../core/config/schema.ts';
import { useStore } from '../store.ts';
import { Explain } from '../style/Explain.tsx';
import { Switch } from '../style/Switch.tsx';
import { NumberInput } from './NumberInput.tsx';
import styles from './SettingField.module.css';

interface Props {
  settingKey: ConfigKey;
  /** Differs from the preset. */
  changed: boolean;
  /** Differs from the running run and needs a reset to reach it. */
  waits: boolean;
}

/** One setting: its control, when a change works, its help and the paper's value. */
export function SettingField({ settingKey, changed, waits }: Props) {
  const id = useId();
  const field: Field = schema[settingKey];
  const value = useStore((store) => store.draft[settingKey]);
  const change = useStore((store) => store.setSetting);
  const take = (next: Config[ConfigKey]) => change(settingKey, next);
  return (
    <div className={`${styles.row} ${changed ? styles.changed : ''}`} data-setting={settingKey}>
      <div className={styles.top}>
        {field.kind === 'boolean' ? (
          <Switch checked={value === true} onChange={take}>
            <span className={styles.label}>{field.label}</span>
          </Switch>
        ) : (
          <label htmlFor={id} className={styles.label}>
            {field.label}
          </label>
        )}
        <Explain about={field.label}>
          <p>{field.help}</p>
          {field.paper === undefined ? null : (
            <p>
              In the paper: <strong>{field.paper}</strong>
            </p>
          )}
          <p className="muted">
            {field.changesResult ? 'Changes what a run does.' : 'Never changes what a run does.'} In links and commands:{' '}
            <code>{settingKey}</code>
          </p>
        </Explain>
        {field.kind === 'integer' || field.kind === 'number' ? (
          <NumberInput id={id} settingKey={settingKey} field={field} value={Number(value)} onChange={take} />
        ) : null}
      </div>
      {field.kind === 'choice' ? (
        <select
          id={id}
          className={`field ${styles.select}`}
          value={String(value)}
          onChange={(event) => take(event.target.value as Config[ConfigKey])}
        >
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : null}
      <p className={styles.about}>
        {waits ? <strong>waits for Reset</strong> : field.applies === 'now' ? 'now' : 'after reset'}
        {field.unit ? ` · ${field.unit}` : ''}
        {field.paper === undefined ? '' : ` · paper: ${field.paper}`}
      </p>
    </div>
  );
}
