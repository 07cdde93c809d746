/**
 * Both `for` loops. Their tests are at the end of the bytecode's loop, where the program jumps first; the JavaScript has them
 * at the start, which is past when the function is entered at the loop (`e`).
 */
import { NATIVE_CALL } from '../gas.ts';
import { argA, argC, jumpTarget, LOADK, opcode } from '../interpreter/instructions.ts';
import { IPAIRS } from '../interpreter/traverse.ts';
import type { Emitter } from './emitter.ts';

/** FORPREP: the test follows at the start of the loop. */
export function writeForPrep(e: Emitter, pc: number, i: number): void {
  const a = argA(i);
  const step = stepOf(e, pc, a);
  const [index, limit] = [e.register(a), e.register(a + 1)];
  const tests = step === undefined ? [index, limit, e.register(a + 2)] : [index, limit];
  const small = tests.map((name) => `typeof ${name}==="number"&&(${name}|0)===${name}`).join('&&');
  e.put(
    `if(${small})${index}-=${step ?? e.register(a + 2)};`,
    `else{${e.saveRange(a, a + 2)}${e.slow(pc, 'x', 'prepareLoop')}${e.loadRange(a, a + 2)}}`,
    e.saveForLoop(pc),
  );
}

/** FORLOOP at `pc`. */
export function writeForLoop(e: Emitter, pc: number, i: number): void {
  const a = argA(i);
  const header = jumpTarget(i, pc);
  writeAdvance(e, a, stepOf(e, header - 1, a));
  e.put(`if(!x){${e.go(pc, pc + 1)}}${e.register(a + 3)}=${e.register(a)};${e.look(header)}`);
}

/** The step, where the instruction before the loop at `prep` sets it to a small integer. */
function stepOf(e: Emitter, prep: number, a: number): number | undefined {
  const i = e.proto.code[prep - 1];
  if (i === undefined || opcode(i) !== LOADK || argA(i) !== a + 2 || e.graph.targets[prep] === 1) return undefined;
  const step = e.proto.constants[i >>> 14];
  return typeof step === 'number' && (step | 0) === step && step !== 0 ? step : undefined;
}

/** Moves the index on; `x` is whether the loop goes on. */
function writeAdvance(e: Emitter, a: number, step: number | undefined): void {
  const [index, limit, by] = [e.register(a), e.register(a + 1), e.register(a + 2)];
  const tests = step === undefined ? [index, limit, by] : [index, limit];
  const up = `n<=${limit}`;
  const down = `n>=${limit}`;
  const goesOn = step === undefined ? `${by}>0?${up}:${down}` : step > 0 ? up : down;
  e.put(
    `g+=1;if(${tests.map((name) => `typeof ${name}==="number"`).join('&&')}){n=${index}+${step ?? by};if(x=${goesOn})${index}=n}`,
    `else{${e.saveRange(a, a + 2)}x=advance(stack,${e.place(a)});${e.loadRange(a, a)}}`,
  );
}

/** TFORCALL at `pc` and the TFORLOOP behind it. */
export function writeGenericFor(e: Emitter, pc: number, i: number): void {
  const a = argA(i);
  const wanted = argC(i);
  const [fn, state, control, first] = [a, a + 1, a + 2, a + 3].map((r) => e.register(r)) as [
    string,
    string,
    string,
    string,
  ];
  const second = (value: string): string => (wanted > 1 ? `${e.register(a + 4)}=${value};` : '');
  const isIpairs = e.proto.slots[pc] === IPAIRS && wanted <= 2;
  e.put(e.saves(pc));
  if (isIpairs) {
    e.put(
      `if(${fn}===vm.ipairsIterator&&${fn}!==undefined&&(t=${state})!==undefined&&(n=t.array)!==undefined&&typeof ${control}==="number"`,
      `&&(v=n[${control}])!==undefined){g+=${2 + NATIVE_CALL};${control}=${first}=${control}+1;${second('v')}}else{`,
    );
  }
  e.uncounted = 1;
  e.put(e.savedStep(pc, 'x', 'iterate', fn, state, control, String(wanted)));
  e.put(`g=1;if(x===undefined){${e.go(pc, pc + 2)}}${control}=${first}=x;${second('vm.second')}`);
  e.put(e.loadRange(a + 5, a + 2 + wanted), isIpairs ? '}' : '');
  e.put(e.look(jumpTarget(e.proto.code[pc + 1] as number, pc + 1)));
}
