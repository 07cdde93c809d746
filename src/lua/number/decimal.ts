/**
 * Correctly rounded decimal text of floats, as C's printf gives it for `%e`, `%f`, `%g` and `%a`.
 *
 * JavaScript's own toExponential and toFixed are exact but round ties away from zero; C rounds them to even. A tie
 * shows as a final 5 with one digit more, and only then the exact way over BigInt is taken.
 */

const bits = new DataView(new ArrayBuffer(8));

/** The finite `x >= 0` as `mantissa * 2^exponent`, exactly. */
export function decompose(x: number): { mantissa: bigint; exponent: number } {
  bits.setFloat64(0, x);
  const raw = bits.getBigUint64(0);
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

/** `x * 10^scale` rounded half to even, for finite `x >= 0`. */
function scaled(x: number, scale: number): bigint {
  const { mantissa, exponent } = decompose(x);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (scale >= 0) numerator *= 10n ** BigInt(scale);
  else denominator *= 10n ** BigInt(-scale);
  const quotient = numerator / denominator;
  const twice = (numerator - quotient * denominator) * 2n;
  if (twice > denominator || (twice === denominator && (quotient & 1n) === 1n)) return quotient + 1n;
  return quotient;
}

/**
 * False when `x` surely does not lie halfway between two texts of `count` digits. Such a value has at most one digit
 * more; up to 15 digits the shortest text is the exact one, so it would end in 5.
 */
function mayBeTie(x: number, count: number): boolean {
  if (count > 14) return true;
  const short = String(x);
  return short.charCodeAt(short.length - 1) === 53 || short.includes('e') || Number.isInteger(x);
}

/** `count` significant decimal digits (1–100) of finite `x >= 0` and the decimal exponent of the first of them. */
function significant(x: number, count: number): { digits: string; exponent: number } {
  if (x === 0) return { digits: '0'.repeat(count), exponent: 0 };
  const text = x.toExponential(count - 1);
  const mark = text.indexOf('e');
  if (!mayBeTie(x, count) || count > 99 || x.toExponential(count).charCodeAt(count + 1) !== 53) {
    const digits = count === 1 ? text.slice(0, mark) : text[0] + text.slice(2, mark);
    return { digits, exponent: Number(text.slice(mark + 1)) };
  }
  const full = x.toExponential(100);
  let exponent = Number(full.slice(full.indexOf('e') + 1));
  let digits = scaled(x, count - 1 - exponent).toString();
  if (digits.length > count) {
    exponent += digits.length - count;
    digits = digits.slice(0, count);
  }
  return { digits, exponent };
}

function exponentText(exponent: number): string {
  const size = Math.abs(exponent);
  return (exponent < 0 ? 'e-' : 'e+') + (size < 10 ? '0' : '') + size;
}

/**
 * Text of NaN and the infinities, undefined for finite numbers. The sign of a NaN cannot be seen from JavaScript, so
 * every NaN prints as `0/0` does on x86: "-nan".
 */
function special(x: number): string | undefined {
  if (x !== x) return '-nan';
  if (x === Infinity) return 'inf';
  if (x === -Infinity) return '-inf';
  return undefined;
}

function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}

/** C's `%.{precision}e` (`%#e` when `alt`): precision 0–99. */
export function formatE(x: number, precision: number, alt = false): string {
  const name = special(x);
  if (name !== undefined) return name;
  const { digits, exponent } = significant(Math.abs(x), precision + 1);
  const point = precision > 0 || alt ? '.' : '';
  return (isNegative(x) ? '-' : '') + digits[0] + point + digits.slice(1) + exponentText(exponent);
}

/** C's `%.{precision}f` (`%#f` when `alt`): precision 0–99. */
export function formatF(x: number, precision: number, alt = false): string {
  const name = special(x);
  if (name !== undefined) return name;
  const size = Math.abs(x);
  let text: string;
  const sure = precision < 15 && size < 1e14 / 10 ** precision && !mayBeTie(size, 14);
  if (sure || (size < 1e21 && !size.toFixed(precision + 1).endsWith('5'))) text = size.toFixed(precision);
  else {
    const digits = scaled(size, precision)
      .toString()
      .padStart(precision + 1, '0');
    const cut = digits.length - precision;
    text = precision > 0 ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits;
  }
  if (alt && precision === 0) text += '.';
  return isNegative(x) ? '-' + text : text;
}

/** C's `%.{precision}g` (`%#g` when `alt`, which keeps trailing zeros): precision 0–99, 0 counts as 1. */
export function formatG(x: number, precision: number, alt = false): string {
  const name = special(x);
  if (name !== undefined) return name;
  const count = precision === 0 ? 1 : precision;
  const found = significant(Math.abs(x), count);
  const { exponent } = found;
  let digits = found.digits;
  const sign = isNegative(x) ? '-' : '';
  if (!alt) {
    let end = count;
    while (end > 1 && digits.charCodeAt(end - 1) === 48) end--;
    digits = digits.slice(0, end);
  }
  if (exponent < -4 || exponent >= count) {
    const rest = digits.slice(1);
    return sign + digits[0] + (rest !== '' || alt ? '.' : '') + rest + exponentText(exponent);
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = digits.slice(exponent + 1);
  return sign + whole + (rest !== '' || alt ? '.' : '') + rest;
}

/**
 * C's `%a`, `%.{precision}a` when a precision is given: `0x1.8p+1`. Subnormal numbers are normalised (0x1p-1074), as
 * the C library under the reference Lua does.
 */
export function formatA(x: number, precision?: number, alt = false): string {
  const name = special(x);
  if (name !== undefined) return name;
  const sign = isNegative(x) ? '-' : '';
  const { mantissa: whole, exponent: scale } = decompose(Math.abs(x));
  let mantissa = whole;
  let exponent = 0;
  if (mantissa !== 0n) {
    const shift = 53 - mantissa.toString(2).length;
    mantissa <<= BigInt(shift);
    exponent = scale - shift + 52;
  }
  let digits: string;
  if (precision === undefined || precision >= 13) {
    digits = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, '0');
    if (precision === undefined) digits = digits.replace(/0+$/, '');
    else digits = digits.padEnd(precision, '0');
    return `${sign}0x${mantissa >> 52n}${digits !== '' || alt ? '.' : ''}${digits}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
  }
  const drop = BigInt(52 - 4 * precision);
  const half = 1n << (drop - 1n);
  const lost = mantissa & ((1n << drop) - 1n);
  let kept = mantissa >> drop;
  if (lost > half || (lost === half && (kept & 1n) === 1n)) kept++;
  const width = BigInt(4 * precision);
  digits = precision === 0 ? '' : (kept & ((1n << width) - 1n)).toString(16).padStart(precision, '0');
  return `${sign}0x${kept >> width}${digits !== '' || alt ? '.' : ''}${digits}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}
