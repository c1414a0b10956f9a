import { type ReactNode, useId } from 'react';
import { Icon } from './Icon.tsx';

/** A small question mark that opens an explanation beside it: native popover, so Escape and a click outside close it. */
export function Explain({ about, children }: { about: string; children: ReactNode }) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        className="button quiet icon small"
        popoverTarget={id}
        aria-label={`What is this: ${about}`}
      >
        <Icon name="question" />
      </button>
      <div id={id} popover="auto" className="popover">
        {children}
      </div>
    </>
  );
}
