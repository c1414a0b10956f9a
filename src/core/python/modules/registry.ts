import { functionType } from '../values/types.ts';
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

/** Modules written in C, as messages name them, and of those which functions are in Python after all. */
const C_MODULES: Record<string, string> = {
  decimal: 'decimal',
  bisect: '_bisect',
  functools: '_functools',
  heapq: '_heapq',
  itertools: 'itertools',
  math: 'math',
  operator: '_operator',
};

const IN_PYTHON = new Set([
  'cache',
  'lru_cache',
  'merge',
  'nlargest',
  'nsmallest',
  'singledispatch',
  'total_ordering',
  'update_wrapper',
  'wraps',
]);

/** Names that CPython's modules have and ours leave out. */
const LEFT_OUT: Record<string, string> = {
  abc: 'get_cache_token update_abstractmethods',
  'collections.abc': 'Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator MappingView',
  collections: 'UserDict UserList UserString',
  copy: 'Error error dispatch_table',
  decimal:
    'BasicContext Clamped ConversionSyntax DefaultContext DivisionImpossible DivisionUndefined ExtendedContext FloatOperation HAVE_CONTEXTVAR HAVE_THREADS Inexact InvalidContext MAX_EMAX MAX_PREC MIN_EMIN MIN_ETINY Overflow Rounded Subnormal Underflow',
  dataclasses:
    'Field InitVar make_dataclass FunctionType GenericAlias abc builtins copy functools inspect itertools keyword re sys types',
  enum: 'Flag IntFlag ReprEnum property verify member nonmember FlagBoundary STRICT CONFORM EJECT KEEP global_flag_repr global_enum_repr global_str global_enum EnumCheck CONTINUOUS NAMED_FLAGS UNIQUE pickle_by_global_name pickle_by_enum_name DynamicClassAttribute EnumDict MappingProxyType bin bltns reduce show_flag_values sys',
  fractions: 'Decimal math numbers operator re sys',
  functools:
    'GenericAlias RLock get_cache_token namedtuple recursive_repr WRAPPER_ASSIGNMENTS WRAPPER_UPDATES partialmethod singledispatchmethod',
  operator: 'call indexOf length_hint',
  re: 'template Scanner enum sre_compile sre_parse copyreg functools',
  string: 'Formatter',
  sys: '_current_frames _getframe argv byteorder exc_info exit float_info flags getrecursionlimit getrefcount getsizeof get_int_max_str_digits hash_info hexversion implementation int_info intern maxunicode modules path platform setrecursionlimit set_int_max_str_digits gettrace settrace stderr stdin stdout version version_info',
  typing:
    'ParamSpecArgs ForwardRef AbstractSet ContextManager MappingView Awaitable AsyncIterator AsyncIterable Coroutine AsyncGenerator AsyncContextManager SupportsBytes SupportsComplex ChainMap BinaryIO IO Match Pattern TextIO assert_type assert_never clear_overloads dataclass_transform get_args get_origin get_overloads is_typeddict no_type_check_decorator ParamSpecKwargs reveal_type ABCMeta CT_co EXCLUDED_ATTRIBUTES GenericAlias KT MethodDescriptorType MethodWrapperType NamedTupleMeta T T_co T_contra VT VT_co V_co WrapperDescriptorType abstractmethod collections contextlib defaultdict functools io operator re stdlib_re sys types warnings',
};

const made = new Map<string, PyModule>();

/** The module `name`, `undefined` when there is none. Modules are made on first use and cannot be changed. */
export function findModule(name: string): PyModule | undefined {
  const known = made.get(name);
  if (known !== undefined) return known;
  if (!Object.hasOwn(MAKERS, name)) return undefined;
  const module = new PyModule(name, new Map(Object.entries(MAKERS[name]())), new Set(LEFT_OUT[name]?.split(' ')));
  made.set(name, module);
  if (name === 'collections') module.attributes.set('abc', findModule('collections.abc')!);
  const shown = C_MODULES[name];
  for (const value of module.attributes.values()) {
    if (!(value instanceof PyBuiltin)) continue;
    if (shown === undefined || IN_PYTHON.has(value.name)) value.cls = functionType;
    else value.module = shown;
  }
  return module;
}
