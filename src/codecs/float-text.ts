/** How Erlang writes floats. */

/** One digit, 20 decimals, two-digit signed exponent: `1.50000000000000000000e+00` (spec/wire.md §1). */
export function floatText(n: number): string {
  const [mantissa = '', exponent = '0'] = n.toExponential(20).split('e');
  const power = Number(exponent);
  return `${Object.is(n, -0) ? '-' : ''}${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** The shortest text that reads back equal, always with a decimal point: `2.0`, `0.1`, `1.0e21` (as in the node's JSON). */
export function shortFloatText(n: number): string {
  const text = Object.is(n, -0) ? '-0' : String(n);
  const [mantissa = '', exponent] = text.split('e');
  const withPoint = mantissa.includes('.') ? mantissa : `${mantissa}.0`;
  return exponent === undefined ? withPoint : `${withPoint}e${exponent.replace('+', '')}`;
}
