import { useState } from 'react';
import type { NumberField } from '../../core/config/field.ts';
import { valueOfText } from '../../core/config/fieldText.ts';
import { problemOf } from '../../core/config/parseConfig.ts';
import type { ConfigKey } from '../../core/config/schema.ts';
import styles from './SettingField.module.css';

interface Props {
  id: string;
  settingKey: ConfigKey;
  field: NumberField;
  value: number;
  onChange: (value: number) => void;
}

/** A number of the schema. What is typed stays until it is a value; until then a sentence says what it must be. */
export function NumberInput({ id, settingKey, field, value, onChange }: Props) {
  const [typed, setTyped] = useState<string>();
  const problem = typed === undefined ? undefined : problemOf(settingKey, valueOfText(field, typed));
  const take = (text: string) => {
    const read = valueOfText(field, text);
    setTyped(text);
    if (typeof read === 'number' && problemOf(settingKey, read) === undefined) onChange(read);
  };
  return (
    <div className={styles.numberBox}>
      <input
        id={id}
        type="number"
        className={`field number ${styles.number}`}
        min={field.min}
        max={field.max}
        step={field.kind === 'integer' ? field.step : 'any'}
        value={typed ?? value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={(event) => take(event.target.value)}
        onBlur={() => setTyped(undefined)}
      />
      {problem ? (
        <p id={`${id}-problem`} role="status" className={styles.problem}>
          {problem} It stays {value}.
        </p>
      ) : null}
    </div>
  );
}
