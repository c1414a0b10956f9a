import { numbersGrammar } from './numbersGrammar.ts';
import { typedLanguage } from './typedLanguage.ts';

/** Language level 2: numbers and lists of numbers, more than one variable, `if` and `for`. */
export const numbersLanguage = typedLanguage('numbers', numbersGrammar, {
  proposalTokens: { triplet: 150, input: 20 },
  deepest: 12,
  output: {
    pattern: /^(?:\d{1,2}|\[\d{1,2}(?:, \d{1,2}){0,9}\])$/,
    words: 'a number from 0 to 99 or a list of one to ten of them',
  },
});
