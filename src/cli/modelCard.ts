import type { Evaluation } from '../core/runlog/events.ts';
import { taskTypes } from '../core/tasks/taskType.ts';

export interface WarmupFacts {
  language: string;
  size: string;
  recencyBias: boolean;
  parameters: number;
  seed: number;
  /** Tokens asked for, by which the learning rate falls; the last update goes a little over it. */
  asked: number;
  tokens: number;
  updates: number;
  flops: number;
  loss: number;
  warmupDepth: number;
  backend: string;
  heldOut: Evaluation['types'];
}

/** The model card of a base checkpoint: what it was trained on, how much, and what it can do before any self-play. */
export function modelCard(facts: WarmupFacts): string {
  const {
    language,
    size,
    recencyBias,
    parameters,
    seed,
    asked,
    tokens,
    updates,
    flops,
    loss,
    warmupDepth,
    backend,
    heldOut,
  } = facts;
  const deepest = Math.max(...taskTypes.flatMap((type) => Object.keys(heldOut[type] ?? {}).map(Number)));
  const depths = Array.from({ length: deepest }, (_, i) => i + 1);
  const row = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  const rows = taskTypes.map((type) => row([type, ...depths.map((depth) => cell(heldOut[type]?.[depth]))]));
  return `# Base checkpoint: ${language}, ${size}${recencyBias ? ', with a recency bias' : ''}

Made by \`npm run -s warmup -- --language ${language} --size ${size}${recencyBias ? ' --recency' : ''} --seed ${seed} --tokens ${asked} --out DIR\` (backend ${backend}).

- Data: random programs of the grammar of the language "${language}", at most ${warmupDepth} lines deep, run by this project's interpreter; reasoning
  from its trace; proposals and edits of such programs. No other text. Held-out tasks were left out of what it learnt to solve as far as docs/languages.md
  says; programs that it learnt to propose were not compared with them.
- ${parameters.toLocaleString('en')} parameters, ${tokens.toLocaleString('en')} tokens (prompts included), ${updates.toLocaleString('en')} updates, ${flops.toExponential(1)} FLOPs, last loss ${loss.toFixed(3)}.
- Held-out accuracy before any self-play, greedy, correct of n by depth:

${row(['task type', ...depths])}
${row(depths.concat(0).map(() => '---'))}
${rows.join('\n')}

Format: Glm of Hugging Face \`transformers\` (config.json, model.safetensors, tokenizer.json).
`;
}

function cell(score: { n: number; correct: number } | undefined): string {
  return score ? `${score.correct}/${score.n}` : '';
}
