/**
 * Identities of objects, given in the order of asking: `id()` and default hashes. CPython's are addresses and differ
 * between runs, so a result that shows one is refused as an output.
 */
let identities = new WeakMap<object, number>();
let next = 0;

/** Whether a repr has shown an identity since this was last set to false, and since the run began. */
export const identityShown = { yes: false, everYes: false };

export function resetIdentities(): void {
  identities = new WeakMap();
  next = 0;
  identityShown.yes = false;
  identityShown.everYes = false;
}

/** A number for `object`, the same each time, a multiple of 16. */
export function identityOf(object: object): number {
  let id = identities.get(object);
  if (id === undefined) {
    id = 0x10000000 + next * 48;
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
