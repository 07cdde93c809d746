/**
 * Both `for` loops. Their tests are written twice: at the end of the loop, and where the program jumps there first, which
 * then goes on at the start of the loop.
 */
import { NATIVE_CALL } from '../gas.ts';
import { argA, argC, jumpTarget, LOADK, opcode } from '../interpreter/instructions.ts';
import type { Emitter } from './emitter.ts';
import { writeCallOf } from './write-calls.ts';

/** FORPREP, and the first test. */
export function writeForPrep(e: Emitter, pc: number, i: number): void {
  const a = argA(i);
  const step = stepOf(e, pc, a);
  const [index, limit] = [e.register(a), e.register(a + 1)];
  const tests = step === undefined ? [index, limit, e.register(a + 2)] : [index, limit];
  const small = tests.map((name) => `typeof ${name}==="number"&&(${name}|0)===${name}`).join('&&');
  const slow = `prepare(vm,stack,${e.place(a)});`;
  e.put(
    `if(${small})${index}-=${step ?? e.register(a + 2)};`,
    `else{${e.slow(pc)}${e.saveRange(a, a + 2)}${slow}${e.loadRange(a, a + 2)}}`,
    e.saveForLoop(pc),
  );
  const test = jumpTarget(i, pc);
  writeAdvance(e, a, step);
  e.put(`if(!x){${e.go(pc, test + 1)}}${e.register(a + 3)}=${index};${e.look(pc + 1)}`);
}

/** FORLOOP. */
export function writeForLoop(e: Emitter, pc: number, i: number): void {
  const a = argA(i);
  const header = jumpTarget(i, pc);
  writeAdvance(e, a, stepOf(e, header - 1, a));
  e.put(`if(x){${e.register(a + 3)}=${e.register(a)};${e.back(pc, header)}}`);
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
  e.uncounted++;
  e.put(
    e.count(),
    `if(${tests.map((name) => `typeof ${name}==="number"`).join('&&')}){n=${index}+${step ?? by};if(x=${goesOn})${index}=n}`,
    `else{${e.saveRange(a, a + 2)}x=advance(stack,${e.place(a)});${e.loadRange(a, a)}}`,
  );
}

/** The variable that remembers where the traversal of the loop with its test at `test` is. */
export const positionName = (test: number): string => `p${test}`;

/** The jump at `pc` to the test of a generic loop, and the first test. */
export function writeFirstCall(e: Emitter, pc: number, test: number): void {
  e.put(e.saveForLoop(pc), `${positionName(test)}=-1;`);
  const [first, control] = writeIteration(e, test);
  e.put(`if(${first}===undefined){${e.go(pc, test + 2)}}${control}=${first};${e.look(pc + 1)}`);
}

/** TFORCALL and the TFORLOOP behind it. */
export function writeGenericFor(e: Emitter, test: number): void {
  const header = jumpTarget(e.proto.code[test + 1] as number, test + 1);
  const [first, control] = writeIteration(e, test);
  e.put(`if(${first}!==undefined){${control}=${first};${e.back(test + 1, header)}}`);
}

/** Calls the iterator, `next` and that of `ipairs` without a call, and counts the test behind. */
function writeIteration(e: Emitter, test: number): [first: string, control: string] {
  const i = e.proto.code[test] as number;
  const a = argA(i);
  const wanted = argC(i);
  const [fn, state, control, first] = [a, a + 1, a + 2, a + 3].map((r) => e.register(r)) as [
    string,
    string,
    string,
    string,
  ];
  const set = (key: string, value: string): string =>
    `vm.gas-=${NATIVE_CALL};${first}=${key};${wanted > 1 ? `${e.register(a + 4)}=${value};` : ''}`;
  const position = positionName(test);
  e.uncounted++;
  e.put(e.account(test));
  if (wanted <= 2) {
    e.put(
      `t=${state};if(t instanceof LuaTable&&${fn}===vm.nextFunction&&(n=after(t,${control},${position}))>=-1)`,
      `{${position}=n;${set('n<0?undefined:t.keyAt(n)', 'n<0?undefined:t.valueAt(n)')}}`,
      `else if(t instanceof LuaTable&&${fn}===vm.ipairsIterator&&typeof ${control}==="number"`,
      `&&((x=item(t,n=${control}+1))!==undefined||t.metatable===undefined)){${set('x===undefined?x:n', 'x')}}else{`,
    );
  }
  writeCallOf(e, fn, [state, control], a + 3, wanted);
  if (wanted <= 2) e.put('}');
  e.uncounted++;
  e.put(e.count());
  return [first, control];
}
