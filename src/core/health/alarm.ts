/** Something about a run that a person should look into. */
export interface Alarm {
  /** The rule and what it is about, e.g. `dead.deduction`: the same while the alarm stands, though its numbers change. */
  id: string;
  /** What is wrong, with its numbers. */
  text: string;
  /** What tends to help. */
  advice: string;
}
