import { textGrammar } from './textGrammar.ts';
import { typedLanguage } from './typedLanguage.ts';

/** Language level 3: texts and dicts too. */
export const textLanguage = typedLanguage('text', textGrammar, {
  proposalTokens: { triplet: 200, input: 30 },
  deepest: 12,
  output: {
    pattern: /^(?:\d{1,2}|'[A-Za-z0-9]{1,10}'|\{'[A-Za-z0-9]': \d{1,2}(?:, '[A-Za-z0-9]': \d{1,2}){0,5}\})$/,
    words:
      'a number from 0 to 99, a text of one to ten letters and digits, or a dict from such characters to such numbers',
  },
});
