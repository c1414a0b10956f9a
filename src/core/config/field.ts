/** What the schema says about one setting: everything that controls, flags, links, chips and docs need. */
interface FieldBase {
  label: string;
  /** What it does, in a sentence or two. */
  help: string;
  /** The paper's value, in the paper's unit, where it has one. */
  paper?: string;
  unit?: string;
  group: FieldGroup;
  /** Whether a change works in the running run or needs a reset. */
  applies: 'now' | 'reset';
  /** Whether two runs that differ in it can differ in their trajectory. Links carry every such key. */
  changesResult: boolean;
  /** Came after runs and their hashes were first published: the hash leaves it out at its default, so that theirs stay what they were. */
  later?: true;
}

export type FieldGroup = 'run' | 'model' | 'tasks' | 'self-play' | 'reward' | 'update' | 'evaluation' | 'judge';

export interface NumberField extends FieldBase {
  kind: 'integer' | 'number';
  min: number;
  max: number;
  step: number;
  default: number;
}

export interface BooleanField extends FieldBase {
  kind: 'boolean';
  default: boolean;
}

export interface ChoiceField<Value extends string = string> extends FieldBase {
  kind: 'choice';
  options: readonly { value: Value; label: string }[];
  default: Value;
}

export type Field = NumberField | BooleanField | ChoiceField;

/** The type of a field's value. */
export type FieldValue<F> = F extends { kind: 'choice'; options: readonly { value: infer Value }[] }
  ? Value
  : F extends { kind: 'boolean' }
    ? boolean
    : number;
