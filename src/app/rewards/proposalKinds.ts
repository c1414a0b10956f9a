/** What became of proposals, in the words of the series, with a colour each. */
export const proposalKinds = [
  { key: 'valid', name: 'valid', hue: '--true' },
  { key: 'invalid', name: 'invalid', hue: '--false' },
  { key: 'illFormed', name: 'ill-formed', hue: '--warning' },
] as const;
