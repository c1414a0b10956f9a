import type { Config } from '../../core/config/schema.ts';

type Relevant = Pick<
  Config,
  'update' | 'baseline' | 'trainProposer' | 'trainSolver' | 'replayShare' | 'hindsightShare'
>;

/** Whether the rewards on display are what trains the model, in words. */
export interface Drive {
  drives: boolean;
  sentence: string;
}

/** Says what the update of a run is made of (the config's `update`), so that nobody takes a measured reward for a training signal. */
export function drivesUpdate(config: Relevant): Drive {
  const frozen = frozenRoles(config);
  if (config.update === 'none' || frozen === 'both') {
    return { drives: false, sentence: 'Nothing is trained in this run: the rewards are only measured.' };
  }
  const except = frozen ? ` The ${frozen} is not trained.` : '';
  if (config.update === 'policyGradient') {
    const baseline =
      config.baseline === 'taskRole'
        ? 'whitened within each stream of a task type and role'
        : 'whitened over all streams together';
    return {
      drives: true,
      sentence: `These rewards drive the update: ${baseline}, they become the advantages that weight every token.${except}`,
    };
  }
  const { replayShare, hindsightShare } = config;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const replay =
    replayShare > 0 ? `, ${percent(replayShare * (1 - hindsightShare))} of them replayed from earlier` : '';
  const hindsight =
    hindsightShare > 0
      ? `, and ${percent(hindsightShare)} are inductions made of proposed programs, whose answer is known`
      : '';
  return {
    drives: false,
    sentence: `These rewards are measured, not trained on: the update makes completions that the interpreter verified more likely${replay}${hindsight}.${except}`,
  };
}

function frozenRoles(config: Relevant): 'both' | 'proposer' | 'solver' | undefined {
  if (!config.trainProposer && !config.trainSolver) return 'both';
  if (!config.trainProposer) return 'proposer';
  return config.trainSolver ? undefined : 'solver';
}
