import { cos, exp, log, power, sin } from './elementary.ts';

/** Γ, log |Γ|, erf and erfc with the algorithms of CPython (`Modules/mathmodule.c`, Lanczos) and fdlibm. */

const LANCZOS_G = 6.02468004077673;
const LANCZOS_NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028, 1439720407.3117216,
  248874557.86205417, 31426415.585400194, 2876370.6289353725, 186056.26539522348, 8071.672002365816, 210.82427775157936,
  2.5066282746310002,
];
const LANCZOS_DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];

function lanczosSum(x: number): number {
  let top = 0;
  let bottom = 0;
  if (x < 5) {
    for (let i = 13; --i >= 0; ) {
      top = top * x + LANCZOS_NUMERATOR[i];
      bottom = bottom * x + LANCZOS_DENOMINATOR[i];
    }
  } else {
    for (let i = 0; i < 13; i++) {
      top = top / x + LANCZOS_NUMERATOR[i];
      bottom = bottom / x + LANCZOS_DENOMINATOR[i];
    }
  }
  return top / bottom;
}

/** sin(πx) for finite x. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  let r: number;
  switch (Math.round(2 * y)) {
    case 0:
      r = sin(Math.PI * y);
      break;
    case 1:
      r = cos(Math.PI * (y - 0.5));
      break;
    case 2:
      r = sin(Math.PI * (1 - y));
      break;
    case 3:
      r = -cos(Math.PI * (y - 1.5));
      break;
    default:
      r = sin(Math.PI * (y - 2));
  }
  return (x < 0 || Object.is(x, -0) ? -1 : 1) * r;
}

/** Γ(x) for finite x that is no pole; `Infinity` on overflow. */
export function gamma(x: number): number {
  if (Number.isInteger(x) && x >= 1 && x <= 23) {
    let product = 1;
    for (let i = 2; i < x; i++) product *= i;
    return product;
  }
  const size = Math.abs(x);
  if (size < 1e-20) return 1 / x;
  if (size > 200) return x < 0 ? 0 / sinPi(x) : Infinity;
  const y = size + LANCZOS_G - 0.5;
  let z: number;
  if (size > LANCZOS_G - 0.5) {
    const q = y - size;
    z = q - (LANCZOS_G - 0.5);
  } else {
    const q = y - (LANCZOS_G - 0.5);
    z = q - size;
  }
  z = (z * LANCZOS_G) / y;
  let r: number;
  if (x < 0) {
    r = ((-Math.PI / sinPi(size) / size) * exp(y)) / lanczosSum(size);
    r -= z * r;
    if (size < 140) r /= power(y, size - 0.5);
    else {
      const root = power(y, size / 2 - 0.25);
      r /= root;
      r /= root;
    }
  } else {
    r = lanczosSum(size) / exp(y);
    r += z * r;
    if (size < 140) r *= power(y, size - 0.5);
    else {
      const root = power(y, size / 2 - 0.25);
      r *= root;
      r *= root;
    }
  }
  return r;
}

/** log |Γ(x)| for finite x that is no pole. */
export function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  const size = Math.abs(x);
  if (size < 1e-20) return -log(size);
  let r = log(lanczosSum(size)) - LANCZOS_G;
  r += (size - 0.5) * (log(size + LANCZOS_G - 0.5) - 1);
  if (x < 0) r = 1.1447298858494002 - log(Math.abs(sinPi(size))) - log(size) - r;
  return r;
}
