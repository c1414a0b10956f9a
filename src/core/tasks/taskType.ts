/** The three task types of the paper. */
export const taskTypes = ['deduction', 'abduction', 'induction'] as const;
/**
 * Those, and the reference code's fourth, `code_e`, which is off there and here unless asked for: given a program and an input on which it
 * raises, predict the type of the exception.
 */
export const allTaskTypes = [...taskTypes, 'error'] as const;
export type TaskType = (typeof allTaskTypes)[number];

/** The two roles that one model plays. */
export const roles = ['propose', 'solve'] as const;
export type Role = (typeof roles)[number];

/** One of the task × role streams (six, with `error` eight), e.g. `propose.deduction`. */
export type Stream = `${Role}.${TaskType}`;

/** A task: program p, input i, output o with o = p(i). Induction has several pairs and a message. */
export interface Task {
  type: TaskType;
  /** Source text with entry `f`. */
  program: string;
  /** Argument-list texts: N for induction, one for the others. */
  inputs: string[];
  /** `repr` of f(input), one for each input; for `error` the name of the exception that f(input) raises. */
  outputs: string[];
  /** Induction only. */
  message?: string;
  /** Induction only: how many pairs its solver sees, where that is not the first half. */
  shown?: number;
}
