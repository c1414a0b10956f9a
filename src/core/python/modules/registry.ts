import { PyModule, type Value } from '../values/value.ts';
import { bisectModule } from './bisect.ts';

/** Makers of the modules that programs may import, by dotted name. */
const MAKERS: Record<string, () => Record<string, Value>> = {
  bisect: bisectModule,
};

const made = new Map<string, PyModule>();

/** The module `name`, `undefined` when there is none. Modules are made on first use and cannot be changed. */
export function findModule(name: string): PyModule | undefined {
  const known = made.get(name);
  if (known !== undefined) return known;
  if (!Object.hasOwn(MAKERS, name)) return undefined;
  const module = new PyModule(name, new Map(Object.entries(MAKERS[name]())));
  made.set(name, module);
  return module;
}
