/** The `math` library (manual §6.7), with the functions of older versions that Lua 5.3 is usually built with. */
import type { Library, NativeBody, NativeResult, Runtime } from '../native.ts';
import { decompose } from '../number/decimal.ts';
import { scaleByPowerOfTwo, wrapInteger } from '../number/text.ts';
import { float, LuaFloat, type LuaValue } from '../value.ts';
import {
  checkAny,
  checkDouble,
  checkIndex,
  checkInteger,
  doubleToInteger,
  isInteger,
  isNumber,
  toInteger,
} from './arguments.ts';
import { installRandom } from './random.ts';

const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);

/** A function of one double that gives a float. */
function ofDouble(compute: (x: number) => number): NativeBody {
  return (rt, args) => float(compute(checkDouble(rt, args, 1)));
}

/** The integer of this integral value if 64 bits hold it, the float itself otherwise. */
function integral(n: number): LuaValue {
  return doubleToInteger(n) ?? float(n);
}

function rounding(round: (x: number) => number): NativeBody {
  return (rt, args) => {
    const value = args[0];
    return isInteger(value) ? value : integral(round(checkDouble(rt, args, 1)));
  };
}

const abs: NativeBody = (rt, args) => {
  const value = args[0];
  if (isInteger(value)) {
    if (typeof value === 'number') return Math.abs(value);
    return value < 0n ? wrapInteger(-value) : value;
  }
  return float(Math.abs(checkDouble(rt, args, 1)));
};

/** The extreme of all arguments; any values that compare will do, as in Lua 5.3. */
function extreme(better: (rt: Runtime, candidate: LuaValue, best: LuaValue) => boolean): NativeBody {
  return (rt, args) => {
    let best = checkAny(rt, args, 1);
    for (let index = 1; index < args.length; index++) if (better(rt, args[index], best)) best = args[index];
    return best;
  };
}

const fmod: NativeBody = (rt, args) => {
  const [a, b] = args;
  if (!isInteger(a) || !isInteger(b)) {
    const dividend = checkDouble(rt, args, 1);
    return float(dividend % checkDouble(rt, args, 2));
  }
  if (b === 0) throw rt.argError(2, 'zero');
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0;
  return wrapInteger(BigInt(a) % BigInt(b));
};

const modf: NativeBody = (rt, args) => {
  const value = args[0];
  if (isInteger(value)) return [value, new LuaFloat(0)];
  const n = checkDouble(rt, args, 1);
  const whole = Math.trunc(n);
  return [integral(whole), float(n === whole ? 0 : n - whole)];
};

const log: NativeBody = (rt, args) => {
  const x = checkDouble(rt, args, 1);
  if (args[1] === undefined) return float(Math.log(x));
  const base = checkDouble(rt, args, 2);
  if (base === 2) return float(Math.log2(x));
  if (base === 10) return float(Math.log10(x));
  return float(Math.log(x) / Math.log(base));
};

const type: NativeBody = (rt, args) => {
  const value = checkAny(rt, args, 1);
  if (!isNumber(value)) return undefined;
  return isInteger(value) ? 'integer' : 'float';
};

const atan: NativeBody = (rt, args) => {
  const y = checkDouble(rt, args, 1);
  return float(args[1] === undefined ? Math.atan(y) : Math.atan2(y, checkDouble(rt, args, 2)));
};

const ult: NativeBody = (rt, args) => {
  const a = BigInt.asUintN(64, BigInt(checkInteger(rt, args, 1)));
  return a < BigInt.asUintN(64, BigInt(checkInteger(rt, args, 2)));
};

const frexp: NativeBody = (rt, args): NativeResult => {
  const x = checkDouble(rt, args, 1);
  if (x === 0 || !Number.isFinite(x)) return [float(x), 0];
  let mantissa = Math.abs(x);
  let exponent = 0;
  if (mantissa < 2 ** -1022) {
    mantissa *= 2 ** 54;
    exponent = -54;
  }
  // log2 may be off by one next to a power of two; the last two steps put that right.
  const guess = Math.floor(Math.log2(mantissa)) + 1;
  mantissa = guess > 1000 ? mantissa / 2 ** 600 / 2 ** (guess - 600) : mantissa * 2 ** -guess;
  exponent += guess;
  if (mantissa >= 1) {
    mantissa /= 2;
    exponent++;
  } else if (mantissa < 0.5) {
    mantissa *= 2;
    exponent--;
  }
  return [float(x < 0 ? -mantissa : mantissa), exponent];
};

function scaled(x: number, power: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const { mantissa, exponent } = decompose(Math.abs(x));
  const size = scaleByPowerOfTwo(mantissa, exponent + power);
  return x < 0 ? -size : size;
}

const ldexp: NativeBody = (rt, args) => {
  const x = checkDouble(rt, args, 1);
  const exponent = checkIndex(rt, args, 2);
  return float(scaled(x, Math.max(-4000, Math.min(4000, exponent))));
};

export const mathLibrary: Library = {
  name: 'math',
  functions: {
    abs,
    acos: ofDouble(Math.acos),
    asin: ofDouble(Math.asin),
    atan,
    atan2: atan,
    ceil: rounding(Math.ceil),
    cos: ofDouble(Math.cos),
    cosh: ofDouble(Math.cosh),
    deg: ofDouble((x) => x * (180 / Math.PI)),
    exp: ofDouble(Math.exp),
    floor: rounding(Math.floor),
    fmod,
    frexp,
    ldexp,
    log,
    log10: ofDouble(Math.log10),
    max: extreme((rt, candidate, best) =>
      typeof candidate === 'number' && typeof best === 'number' ? best < candidate : rt.lessThan(best, candidate),
    ),
    min: extreme((rt, candidate, best) =>
      typeof candidate === 'number' && typeof best === 'number' ? candidate < best : rt.lessThan(candidate, best),
    ),
    modf,
    pow: (rt, args) => {
      const base = checkDouble(rt, args, 1);
      return float(base ** checkDouble(rt, args, 2));
    },
    rad: ofDouble((x) => x * (Math.PI / 180)),
    sin: ofDouble(Math.sin),
    sinh: ofDouble(Math.sinh),
    sqrt: ofDouble(Math.sqrt),
    tan: ofDouble(Math.tan),
    tanh: ofDouble(Math.tanh),
    tointeger: (rt, args) => toInteger(checkAny(rt, args, 1)),
    type,
    ult,
  },
  install(rt, table) {
    table.setString('pi', Math.PI);
    table.setString('huge', Infinity);
    table.setString('maxinteger', MAX_INTEGER);
    table.setString('mininteger', MIN_INTEGER);
    installRandom(rt, table);
  },
};
