import { typeOf } from '../values/types.ts';
import { PyIterator, PyType, type Value } from '../values/value.ts';

/** Attributes that CPython's built-in types have and ours leave out, by the name of the type. */
const LEFT_OUT: Record<string, string> = {
  ABCMeta: 'register',
  AttributeError: 'name obj',
  BaseException: '__setstate__',
  ChainMap:
    '__bool__ __class_getitem__ __copy__ __ior__ __missing__ __module__ __or__ __reversed__ __ror__ __slots__ clear copy fromkeys popitem setdefault update',
  Context:
    'Emax Emin Etiny Etop abs add canonical capitals clamp clear_flags clear_traps compare copy create_decimal create_decimal_from_float divide divide_int divmod exp flags fma is_finite is_infinite is_nan is_signed is_zero ln log10 max min minus multiply normalize plus power quantize remainder scaleb sqrt subtract to_sci_string to_integral_value traps __copy__ __module__ compare_signal compare_total compare_total_mag copy_abs copy_decimal copy_negate copy_sign is_canonical is_normal is_qnan is_snan is_subnormal logb logical_and logical_invert logical_or logical_xor max_mag min_mag next_minus next_plus next_toward number_class radix remainder_near rotate same_quantum shift to_eng_string to_integral to_integral_exact',
  Counter: '__class_getitem__ __missing__ __module__ _keep_positive',
  Decimal:
    'canonical compare_signal compare_total compare_total_mag conjugate copy_sign exp fma is_canonical is_normal is_qnan is_snan is_subnormal ln log10 logb logical_and logical_invert logical_or logical_xor max_mag min_mag next_minus next_plus next_toward number_class radix remainder_near rotate same_quantum shift to_eng_string __complex__ __copy__ __deepcopy__ __module__',
  Fraction: '__complex__ __copy__ __deepcopy__ __module__ __slots__ _numerator _denominator',
  GenericAlias:
    '__typing_unpacked_tuple_args__ __args__ __class_getitem__ __contains__ __copy__ __deepcopy__ __delitem__ __iter__ __len__ __mro_entries__ __origin__ __parameters__ __reversed__ __setitem__ __unpacked__ append clear copy count extend index insert pop remove reverse sort',
  ImportError: 'msg name path',
  Match: '__class_getitem__ __copy__ __deepcopy__ __module__ regs',
  ModuleNotFoundError: 'msg name path',
  NameError: 'name',
  NotImplementedType: '__bool__',
  OSError: 'characters_written errno filename filename2 strerror',
  OrderedDict: '__class_getitem__',
  Pattern: '__class_getitem__ __copy__ __deepcopy__ __module__ scanner',
  RegexFlag:
    '__contains__ __copy__ __deepcopy__ __float__ __iter__ __len__ __module__ __neg__ __pos__ _name_ _value_ as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag name numerator real to_bytes value',
  SyntaxError: 'end_lineno end_offset filename lineno msg offset text',
  Template: '__module__ braceidpattern delimiter flags get_identifiers idpattern is_valid pattern',
  UnboundLocalError: 'name',
  UnicodeDecodeError: 'encoding end object reason start',
  UnicodeEncodeError: 'encoding end object reason start',
  _GenericAlias:
    '__args__ __getattr__ __instancecheck__ __iter__ __module__ __mro_entries__ __origin__ __parameters__ __slots__ __subclasscheck__ append clear copy copy_with count extend index insert pop remove reverse sort',
  UnionType: '__args__ __getitem__ __parameters__',
  _lru_cache_wrapper: '__copy__ __deepcopy__ __get__ __module__ __qualname__ cache_parameters',
  attrgetter: '__module__ __vectorcalloffset__',
  KeyWrapper: '__module__',
  builtin_function_or_method: '__module__',
  chain: '__class_getitem__',
  enumerate: '__class_getitem__',
  bytearray:
    'insert remove __add__ __alloc__ __contains__ __delitem__ __getitem__ __iadd__ __imul__ __iter__ __len__ __mod__ __mul__ __rmod__ __rmul__ __setitem__ translate maketrans',
  bytes: '__bytes__ __mod__ __rmod__ translate',
  classmethod: '__get__ __isabstractmethod__ __module__ __name__ __qualname__ __wrapped__',
  complex: '__complex__',
  defaultdict: '__class_getitem__ __copy__ __missing__',
  deque: '__class_getitem__ __copy__ __reversed__',
  dict: '__class_getitem__',
  dict_items: 'mapping',
  dict_keys: 'mapping',
  dict_values: 'mapping',
  float: '__getformat__',
  frozenset: '__class_getitem__',
  function: '__get__ __module__ __wrapped__ _clear_cache',
  generator: '__del__ __name__ __qualname__ gi_running gi_suspended gi_yieldfrom',
  itemgetter: '__module__ __vectorcalloffset__',
  list: '__class_getitem__',
  methodcaller: '__module__',
  partial: '__vectorcalloffset__ __class_getitem__ __doc__ __module__',
  property: '__delete__ __get__ __isabstractmethod__ __set__ __set_name__ fdel',
  set: '__class_getitem__',
  staticmethod: '__call__ __get__ __isabstractmethod__ __module__ __name__ __qualname__',
  str: '__rmod__',
  super: '__get__ __self_class__ __thisclass__',
  tuple: '__class_getitem__ __slots__ __module__',
  type: '__basicsize__ __dictoffset__ __flags__ __instancecheck__ __itemsize__ __or__ __prepare__ __ror__ __slots__ __subclasscheck__ __weakrefoffset__',
};

/** Whether CPython's value would have the attribute that ours lacks: it is refused rather than said to be missing. */
export function isLeftOut(value: Value, name: string): boolean {
  if (value instanceof PyIterator && name === '__length_hint__') return true;
  if (value instanceof PyType && value.instanceCheck !== undefined && name === 'register') return true;
  // Those of a dataclass; a class without `__match_args__` cannot be one.
  if (name === '__dataclass_fields__' || name === '__dataclass_params__') {
    return (value instanceof PyType ? value : typeOf(value)).lookup('__match_args__') !== undefined;
  }
  const types = value instanceof PyType ? [...typeOf(value).mro, ...value.mro] : typeOf(value).mro;
  return types.some(({ name: type }) => Object.hasOwn(LEFT_OUT, type) && LEFT_OUT[type].split(' ').includes(name));
}
