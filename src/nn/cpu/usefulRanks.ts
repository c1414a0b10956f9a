/** On how many threads a model works well on this machine, leaving something to the interpreter and the page: 1, 2 or 4. */
export function usefulRanks(): number {
  const cores =
    typeof navigator === 'undefined'
      ? process.getBuiltinModule('node:os').availableParallelism()
      : navigator.hardwareConcurrency;
  if (cores >= 8) return 4;
  return cores >= 2 ? 2 : 1;
}
