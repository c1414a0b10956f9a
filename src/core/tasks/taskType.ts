/** The three task types of the paper. */
export const taskTypes = ['deduction', 'abduction', 'induction'] as const;
export type TaskType = (typeof taskTypes)[number];

/** The two roles that one model plays. */
export const roles = ['propose', 'solve'] as const;
export type Role = (typeof roles)[number];

/** One of the six task × role streams, e.g. `propose.deduction`. */
export type Stream = `${Role}.${TaskType}`;

/** A task: program p, input i, output o with o = p(i). Induction has several pairs and a message. */
export interface Task {
  type: TaskType;
  /** Source text with entry `f`. */
  program: string;
  /** Argument-list texts: one for deduction and abduction, N for induction. */
  inputs: string[];
  /** `repr` of f(input), one for each input. */
  outputs: string[];
  /** Induction only. */
  message?: string;
  /** Induction only: how many pairs its solver sees, where that is not the first half. */
  shown?: number;
}
