/** A checksum of bytecode: a snapshot counts instructions, so both builds must compile to the same ones. */
import { type Proto, protosOf } from '../interpreter/proto.ts';
import { checksum } from './checksum.ts';

const known = new WeakMap<Proto, number>();

/** @param main the main function of a chunk */
export function codeSum(main: Proto): number {
  let sum = known.get(main);
  if (sum === undefined) {
    sum = 0;
    for (const { code } of protosOf(main))
      sum = checksum(new Uint8Array(code.buffer, code.byteOffset, code.byteLength), sum);
    known.set(main, sum);
  }
  return sum;
}
