/** How Erlang writes floats. */

/**
 * One digit, 20 decimals, two-digit signed exponent: `1.50000000000000000000e+00` (spec/wire.md §1). Erlang has no
 * infinity and no NaN: they are written as Lua writes them, `inf`, `-inf` and `nan`.
 */
export function floatText(n: number): string {
  if (!Number.isFinite(n)) return notFinite(n);
  const [mantissa = '', exponent = '0'] = n.toExponential(20).split('e');
  const power = Number(exponent);
  return `${Object.is(n, -0) ? '-' : ''}${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/**
 * The shortest text that reads back equal, always with a decimal point: `2.0`, `0.1`, `1.0e21` (as in the node's JSON).
 * Of the plain and the scientific notation Erlang takes the shorter one, the plain one when they are as long, and beyond
 * 2^53 always the scientific one: `100.0`, `1.0e3`, `1250.0`. JSON has no infinity and no NaN: these are `null`.
 */
export function shortFloatText(n: number): string {
  if (!Number.isFinite(n)) return 'null';
  const [digits = '', power = ''] = Math.abs(n).toExponential().split('e');
  const scientific = `${withPoint(digits)}e${power.replace('+', '')}`;
  const plain = withPoint(plainText(digits.replace('.', ''), Number(power)));
  const sign = n < 0 || Object.is(n, -0) ? '-' : '';
  return sign + (Math.abs(n) < 2 ** 53 && plain.length <= scientific.length ? plain : scientific);
}

const notFinite = (n: number): string => (Number.isNaN(n) ? 'nan' : n < 0 ? '-inf' : 'inf');

const withPoint = (text: string): string => (text.includes('.') ? text : `${text}.0`);

/** @param power of ten of the first digit. */
function plainText(digits: string, power: number): string {
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${digits}`;
  const whole = digits.padEnd(power + 1, '0');
  return whole.length > power + 1 ? `${whole.slice(0, power + 1)}.${whole.slice(power + 1)}` : whole;
}
