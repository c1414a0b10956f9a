import { endToken, lineTokens, vocabularySize } from './tokenizer.ts';
import { specialTokens } from './vocabulary.ts';

const isText = (token: number) => token >= specialTokens.length;

/** The tokens that a well-formed completion can hold: text, and the end. The other special tokens are markers of prompts. */
export const completionTokens: readonly number[] = [...Array(vocabularySize).keys()].filter(
  (token) => isText(token) || token === endToken,
);

/** Those that a completion of one statement can hold: no line break. */
export const statementTokens: readonly number[] = completionTokens.filter((token) => !lineTokens.includes(token));
