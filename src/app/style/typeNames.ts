import type { TaskType } from '../../core/tasks/taskType.ts';

interface TypeName {
  letter: string;
  name: string;
  /** What the solver is given and must find, as a reader would say it. */
  asks: string;
  given: string;
  find: string;
}

/** How the task types are named and explained everywhere in the app. */
export const typeNames: Record<TaskType, TypeName> = {
  deduction: {
    letter: 'D',
    name: 'Deduction',
    asks: 'Program and input are given. What comes out?',
    given: 'program and input',
    find: 'the output',
  },
  abduction: {
    letter: 'A',
    name: 'Abduction',
    asks: 'Program and output are given. What went in?',
    given: 'program and output',
    find: 'an input',
  },
  induction: {
    letter: 'I',
    name: 'Induction',
    asks: 'Inputs and outputs are given. Which program does that?',
    given: 'half of the input–output pairs',
    find: 'a program',
  },
  error: {
    letter: 'E',
    name: 'Error type',
    asks: 'A program and an input on which it raises are given. Which exception comes?',
    given: 'program and input',
    find: 'the exception',
  },
};
