import type { PyException } from './value.ts';

/** The exception that the innermost running handler handles: what a bare `raise` raises again. */
export const exceptionState: { handled: PyException | null } = { handled: null };
