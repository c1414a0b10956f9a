import { PyType } from './value.ts';

/** `object`, the root of every resolution order. */
export const objectType = new PyType('object', []);
objectType.acceptableBase = true;
