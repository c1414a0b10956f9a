import { memo } from 'react';
import styles from './Tokens.module.css';
import { isSpecial, tokenText } from './tokenLines.ts';

interface Props {
  tokens: readonly number[];
  logProbs?: readonly number[];
  start: number;
  end: number;
  /** Tint the tokens that the model was not sure of. */
  tint: boolean;
}

/** Share of tint for a log-probability: none at p = 1, all of it from p = e⁻³ (5 %) on. */
function tintOf(logProb: number): string {
  const share = Math.min(1, -logProb / 3);
  return `color-mix(in srgb, var(--hue-mark) ${Math.round(45 * share)}%, transparent)`;
}

/** A run of tokens as text. Special tokens look like tags, since no text encodes to them. */
export const Tokens = memo(function Tokens({ tokens, logProbs, start, end, tint }: Props) {
  const pieces = [];
  for (let i = start; i < end; i++) {
    const logProb = logProbs?.[i];
    const special = isSpecial(tokens[i]);
    if (!special && (!tint || logProb === undefined)) {
      pieces.push(tokenText(tokens[i]));
      continue;
    }
    const sure = tint && logProb !== undefined;
    pieces.push(
      <span
        key={i}
        className={special ? styles.special : undefined}
        style={sure ? { background: tintOf(logProb) } : undefined}
        title={sure ? `p = ${Math.exp(logProb).toFixed(2)}` : undefined}
      >
        {tokenText(tokens[i])}
      </span>,
    );
  }
  return <>{pieces}</>;
});
