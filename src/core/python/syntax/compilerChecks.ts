import type { Module } from '../ast.ts';

/** What CPython's compiler refuses in a program that its parser has accepted. @throws PythonSyntaxError */
export function checkModule(module: Module): void {
  void module;
}
