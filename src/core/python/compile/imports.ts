import type { Import, ImportFrom } from '../ast.ts';
import { Refusal, unsupported } from '../budget.ts';
import { bannedModule } from '../modules/banned.ts';
import { findModule } from '../modules/registry.ts';
import { raise } from '../values/exceptions.ts';
import type { PyModule, Value } from '../values/value.ts';
import { compileStoreName } from './names.ts';
import type { Scope } from './scope.ts';
import type { Execute } from './types.ts';

/** Compiles `import a.b as c, …`. */
export function compileImport(node: Import, scope: Scope): Execute {
  const imports = node.names.map((alias) => {
    refuseBanned(alias.name, null, node.line);
    const [top] = alias.name.split('.');
    return {
      name: alias.name,
      // Without `as`, the top package is bound.
      bound: alias.asname === null ? top : alias.name,
      store: compileStoreName(scope, alias.asname ?? top),
    };
  });
  return (f) => {
    for (const { name, bound, store } of imports) {
      requireModule(name);
      store(f, requireModule(bound));
    }
    return undefined;
  };
}

/** Compiles `from a import b as c, …`. */
export function compileImportFrom(node: ImportFrom, scope: Scope): Execute {
  if (node.level > 0) return () => raise('ImportError', 'attempted relative import with no known parent package');
  const source = node.module!;
  if (source === '__future__') {
    if (node.names.some((alias) => alias.name === 'annotations')) scope.context.lazyAnnotations = true;
    return () => undefined;
  }
  for (const alias of node.names) refuseBanned(source, alias.name, node.line);
  if (node.names[0].name === '*') {
    const module = findModule(source);
    const names = module === undefined ? [] : [...module.attributes.keys()].filter((name) => !name.startsWith('_'));
    const stores = names.map((name) => ({ name, store: compileStoreName(scope, name) }));
    return (f) => {
      const { attributes } = requireModule(source);
      for (const { name, store } of stores) store(f, attributes.get(name)!);
      return undefined;
    };
  }
  const imports = node.names.map((alias) => ({
    name: alias.name,
    store: compileStoreName(scope, alias.asname ?? alias.name),
  }));
  return (f) => {
    const module = requireModule(source);
    for (const { name, store } of imports) store(f, memberOf(module, name));
    return undefined;
  };
}

function memberOf(module: PyModule, name: string): Value {
  const value = module.attributes.get(name);
  if (value !== undefined) return value;
  const submodule = findModule(`${module.name}.${name}`);
  if (submodule !== undefined) return submodule;
  if (module.leftOut.has(name) || name.startsWith('_')) unsupported(`${module.name}.${name}`);
  raise('ImportError', `cannot import name '${name}' from '${module.name}' (unknown location)`);
}

function requireModule(name: string): PyModule {
  const module = findModule(name);
  if (module === undefined) unsupported(`import ${name}:`, 'the module is not part of this interpreter');
  return module;
}

function refuseBanned(module: string, name: string | null, line: number): void {
  const reason = bannedModule(module, name);
  if (reason === undefined) return;
  const refusal = new Refusal('banned', reason);
  refusal.line = line;
  throw refusal;
}
