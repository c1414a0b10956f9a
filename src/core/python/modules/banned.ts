/** Modules that programs may not import, each with the reason: what they do depends on more than the program and its input. */
const REASONS: Record<string, string> = {
  logging: 'it writes to the outside',
  random: 'its results differ from run to run',
  secrets: 'its results differ from run to run',
  uuid: 'its results differ from run to run',
  multiprocessing: 'it starts processes',
  pebble: 'it starts processes',
  subprocess: 'it starts processes',
  threading: 'it starts threads',
  concurrent: 'it starts threads',
  asyncio: 'it depends on time',
  datetime: 'it depends on the clock',
  time: 'it depends on the clock',
  timeit: 'it depends on the clock',
  calendar: 'it depends on the clock',
  hashlib: 'it is a one-way function that nobody can compute in the head',
  hmac: 'it is a one-way function that nobody can compute in the head',
  bcrypt: 'it is a one-way function that nobody can compute in the head',
  os: 'it reaches the file system',
  pathlib: 'it reaches the file system',
  shutil: 'it reaches the file system',
  io: 'it reaches the file system',
  socket: 'it reaches the network',
  ctypes: 'it reaches the machine',
  importlib: 'it reaches the machine',
  builtins: 'it reaches the interpreter itself',
  inspect: 'it reaches the interpreter itself',
  gc: 'it reaches the interpreter itself',
  pickle: 'it reaches the interpreter itself',
};

/**
 * Why importing `module` (or `name` from it) is banned, as a sentence; `undefined` where it is not.
 * `sys` offers `maxsize` only.
 */
export function bannedModule(module: string, name: string | null): string | undefined {
  const [top] = module.split('.');
  if (top === 'sys' && name !== null && name !== 'maxsize')
    return `sys.${name} is banned: only sys.maxsize may be used`;
  const reason = REASONS[top];
  return Object.hasOwn(REASONS, top) ? `import ${top} is banned: ${reason}` : undefined;
}
