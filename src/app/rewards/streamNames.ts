import type { Role, Stream, TaskType } from '../../core/tasks/taskType.ts';

/** The parts of a stream's id. */
export function streamParts(stream: Stream): { role: Role; type: TaskType } {
  const [role, type] = stream.split('.') as [Role, TaskType];
  return { role, type };
}

const roleNames: Record<Role, string> = { propose: 'proposer', solve: 'solver' };

/** A stream in words: `deduction proposer`. */
export function streamName(stream: Stream): string {
  const { role, type } = streamParts(stream);
  return `${type} ${roleNames[role]}`;
}
