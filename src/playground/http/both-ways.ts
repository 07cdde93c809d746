/** The same question to the state that is computed, and to the one that has computed all that waits. */

const COMPUTED = /^(\/+[^/?]+\/)(compute|now)((?:[&=][^/?]*)?)(?=[/?]|$)(.*)$/is;

/** Undefined for a path that asks neither. `now` has no slot, so what `compute` is given stays behind. */
export function bothWays(path: string): { compute: string; now: string } | undefined {
  const [, process, key, given, rest] = COMPUTED.exec(path) ?? [];
  if (process === undefined || key === undefined || rest === undefined) return undefined;
  const compute = key.toLowerCase() === 'compute' ? `compute${given ?? ''}` : 'compute';
  return { compute: `${process}${compute}${rest}`, now: `${process}now${rest}` };
}
