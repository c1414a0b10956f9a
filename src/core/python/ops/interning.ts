/**
 * Whether the order of a set of constant strings depends on which strings the process has interned before, which in
 * CPython no program can know, and which of the two orders to take.
 */
export const interning = { decides: false, assumed: false };
