import { tokenStrings } from '../../core/tasks/vocabulary.ts';
import { isSpecial } from './tokenLines.ts';

/**
 * A prompt (or a completion) as Python for the eye: its text, with its special tokens as line breaks. Made from the tokens and nothing
 * else.
 */
export function promptText(prompt: readonly number[]): string {
  return prompt
    .map((id) => (isSpecial(id) ? '\n' : tokenStrings[id]))
    .join('')
    .replace(/\n{2,}/g, '\n')
    .replace(/^\n|\n$/g, '');
}
