import { variableNames } from './lists/operations.ts';
import { specialTokens, tokenStrings } from './vocabulary.ts';

/** What renaming must know of a token of the vocabulary. */
interface TokenFacts {
  /** Place of the variable in the alphabet that it is, or assigns. */
  variable?: number;
  /** Whether its text begins or ends in the middle of a word, where a letter beside it is no variable. */
  beginsWord: boolean;
  endsWord: boolean;
  opensBracket: boolean;
  quotes: boolean;
}

const factsOf: readonly TokenFacts[] = tokenStrings.map((text, id) => {
  const ordinary = id >= specialTokens.length;
  const name = /^([a-z])( = )?$/.exec(text)?.[1];
  const variable = name === undefined ? -1 : variableNames.indexOf(name);
  return {
    ...(variable >= 0 ? { variable } : {}),
    beginsWord: ordinary && /^\w/.test(text),
    endsWord: ordinary && /\w$/.test(text),
    opensBracket: text.startsWith('('),
    quotes: ordinary && /['"]/.test(text),
  };
});

/** Token ids of the alphabet, alone and as the beginning of an assignment. */
const alone = variableNames.map((name) => tokenStrings.indexOf(name));
const assigned = variableNames.map((name) => tokenStrings.indexOf(`${name} = `));

/**
 * The tokens with every variable moved along the ring of names by so many places. Variables are the single letters of the grammars' alphabet that
 * are no function, no part of a word and in no string, so that the program means what it did.
 */
export function renamedVariables(tokens: readonly number[], by: number): number[] {
  const strings = new StringTracker();
  return tokens.map((token, i) => {
    const facts = factsOf[token];
    if (strings.inString || facts.quotes) {
      strings.read(tokenStrings[token]);
      return token;
    }
    if (facts.variable === undefined) return token;
    const target = (facts.variable + by) % variableNames.length;
    if (tokenStrings[token].length > 1) return assigned[target];
    const [before, after] = [factsOf[tokens[i - 1]], factsOf[tokens[i + 1]]];
    return before?.endsWord || after?.beginsWord || after?.opensBracket ? token : alone[target];
  });
}

/** Tells where string literals are; they end with their line at the latest. */
class StringTracker {
  private quote = '';
  private escaped = false;

  get inString(): boolean {
    return this.quote !== '';
  }

  read(text: string): void {
    for (const character of text) {
      if (this.escaped) this.escaped = false;
      else if (character === '\n') this.quote = '';
      else if (this.inString && character === '\\') this.escaped = true;
      else if (character === this.quote) this.quote = '';
      else if (!this.inString && (character === "'" || character === '"')) this.quote = character;
    }
  }
}
