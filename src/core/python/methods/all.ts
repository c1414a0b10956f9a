/** Loads every method table: importing this module fills the built-in types. */
import './bytes.ts';
import './constructors.ts';
import './dict.ts';
import './exceptions.ts';
import './generators.ts';
import './list.ts';
import './numbers.ts';
import './set.ts';
import './special.ts';
import './strings/search.ts';
import './strings/split.ts';
import './strings/transform.ts';
