import { type RefObject, useState } from 'react';
import { Icon } from '../style/Icon.tsx';

/** Copies a text; where the browser does not allow it, the field with the text is selected so that a key can. */
export function CopyButton({ text, field }: { text: string; field: RefObject<HTMLTextAreaElement | null> }) {
  const [outcome, setOutcome] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('Copied.');
    } catch {
      field.current?.focus();
      field.current?.select();
      setOutcome('The browser did not allow it: the link is selected, copy it with Ctrl+C.');
    }
  };
  return (
    <>
      <button type="button" className="button primary" onClick={copy}>
        <Icon name="share" />
        Copy link
      </button>
      <span role="status">{outcome}</span>
    </>
  );
}
