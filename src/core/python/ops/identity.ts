/**
 * Identities of objects, given in the order of asking: `id()` and default hashes. CPython's are addresses and differ
 * between runs, so a result that shows one is refused as an output.
 */
/** Made where a run first asks: few programs do. */
let identities: WeakMap<object, number> | null = null;
let next = 0;
let first = 0;

/** Whether a repr has shown an identity since this was last set to false, and since the run began. */
export const identityShown = { yes: false, everYes: false };

/** Whether `id()` or a default hash has given a program a number that in CPython comes from an address. */
export const identityCounted = { yes: false };

/** @param run other numbers for each: what differs between them depends on where objects lie in memory */
export function resetIdentities(run: number): void {
  identities = null;
  next = 0;
  first = 0x10000000 + run * 0x1330;
  identityShown.yes = false;
  identityShown.everYes = false;
  identityCounted.yes = false;
}

/** A number for `object`, the same each time, a multiple of 16. */
export function identityOf(object: object): number {
  identities ??= new WeakMap();
  let id = identities.get(object);
  if (id === undefined) {
    id = first + next * 48;
    next++;
    identities.set(object, id);
  }
  return id;
}

/** The address of `object` as shown in reprs, and remembers that it was shown. */
export function addressOf(object: object): string {
  identityShown.yes = true;
  identityShown.everYes = true;
  return `0x7f00${identityOf(object).toString(16).padStart(8, '0')}`;
}
