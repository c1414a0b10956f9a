import { PyBuiltin, PyModule, type Value } from '../values/value.ts';
import { abcModule } from './abc.ts';
import { bisectModule } from './bisect.ts';
import { abstractTypes } from './collections/abc.ts';
import { collectionsModule } from './collections/collections.ts';
import { copyModule } from './copy.ts';
import { dataclassesModule } from './dataclasses.ts';
import { decimalModule } from './decimal/decimal.ts';
import { enumModule } from './enum.ts';
import { fractionsModule } from './fractions.ts';
import { functoolsModule } from './functools.ts';
import { heapqModule } from './heapq.ts';
import { itertoolsModule } from './itertools.ts';
import { mathModule } from './math.ts';
import { operatorModule } from './operator.ts';
import { reModule } from './re/re.ts';
import { stringModule } from './string.ts';
import { typingModule } from './typing.ts';

/** Makers of the modules that programs may import, by dotted name. */
const MAKERS: Record<string, () => Record<string, Value>> = {
  abc: abcModule,
  bisect: bisectModule,
  collections: collectionsModule,
  'collections.abc': () => abstractTypes,
  copy: copyModule,
  dataclasses: dataclassesModule,
  decimal: decimalModule,
  enum: enumModule,
  fractions: fractionsModule,
  functools: functoolsModule,
  heapq: heapqModule,
  itertools: itertoolsModule,
  math: mathModule,
  operator: operatorModule,
  re: reModule,
  string: stringModule,
  sys: () => ({ maxsize: 9223372036854775807n }),
  typing: typingModule,
};

/** Modules written in C, as messages name them. */
const C_MODULES: Record<string, string> = {
  bisect: '_bisect',
  functools: '_functools',
  heapq: '_heapq',
  math: 'math',
  operator: '_operator',
};

/** Names that CPython's modules have and ours leave out. */
const LEFT_OUT: Record<string, string> = {
  abc: 'get_cache_token update_abstractmethods',
  'collections.abc': 'Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator MappingView',
  collections: 'UserDict UserList UserString',
  copy: 'Error error',
  decimal:
    'BasicContext Clamped ConversionSyntax DefaultContext DivisionImpossible DivisionUndefined ExtendedContext FloatOperation HAVE_CONTEXTVAR HAVE_THREADS Inexact InvalidContext MAX_EMAX MAX_PREC MIN_EMIN MIN_ETINY Overflow Rounded Subnormal Underflow',
  dataclasses: 'Field InitVar make_dataclass',
  enum: 'Flag IntFlag ReprEnum property verify member nonmember FlagBoundary STRICT CONFORM EJECT KEEP global_flag_repr global_enum_repr global_str global_enum EnumCheck CONTINUOUS NAMED_FLAGS UNIQUE pickle_by_global_name pickle_by_enum_name DynamicClassAttribute EnumDict',
  functools: 'WRAPPER_ASSIGNMENTS WRAPPER_UPDATES partialmethod singledispatchmethod',
  operator: 'call indexOf length_hint',
  re: 'template Scanner enum sre_compile sre_parse copyreg functools',
  string: 'Formatter',
  sys: '_current_frames _getframe argv byteorder exc_info exit float_info flags getrecursionlimit getrefcount getsizeof get_int_max_str_digits hash_info hexversion implementation int_info intern maxunicode modules path platform setrecursionlimit set_int_max_str_digits gettrace settrace stderr stdin stdout version version_info',
  typing:
    'ForwardRef AbstractSet ContextManager MappingView Awaitable AsyncIterator AsyncIterable Coroutine AsyncGenerator AsyncContextManager SupportsBytes SupportsComplex ChainMap BinaryIO IO Match Pattern TextIO assert_type assert_never clear_overloads dataclass_transform get_args get_origin get_overloads is_typeddict no_type_check_decorator ParamSpecKwargs reveal_type',
};

const made = new Map<string, PyModule>();

/** The module `name`, `undefined` when there is none. Modules are made on first use and cannot be changed. */
export function findModule(name: string): PyModule | undefined {
  const known = made.get(name);
  if (known !== undefined) return known;
  if (!Object.hasOwn(MAKERS, name)) return undefined;
  const module = new PyModule(name, new Map(Object.entries(MAKERS[name]())), new Set(LEFT_OUT[name]?.split(' ')));
  made.set(name, module);
  const shown = C_MODULES[name];
  if (shown !== undefined) {
    for (const value of module.attributes.values()) if (value instanceof PyBuiltin) value.module = shown;
  }
  return module;
}
