/** Calls, returns, varargs and table constructors: whatever handles a number of values that may be open. */
import { NATIVE_CALL } from '../gas.ts';
import { argA, argB, argC, CALL, opcode, TAILCALL, VARARG } from '../interpreter/instructions.ts';
import { FIELDS_PER_FLUSH } from '../interpreter/proto.ts';
import { entryFor, MAX_NESTING, nestingOf, TAIL_ENTRY } from './convention.ts';
import type { Emitter } from './emitter.ts';
import { loopTest } from './graph.ts';

/**
 * First register of the values that the open instruction before `pc` left on the stack: those from `a` up to there are
 * still variables.
 */
function openFrom(e: Emitter, pc: number): number {
  for (let at = pc - 1; at >= 0; at--) {
    const i = e.proto.code[at] as number;
    const op = opcode(i);
    const isOpen = op === TAILCALL || (op === CALL && argC(i) === 0) || (op === VARARG && argB(i) === 0);
    if (isOpen) return argA(i);
  }
  return 0;
}

/** Puts what lies below the open values, from `a` on, on the stack. */
const saveBelowOpen = (e: Emitter, pc: number, a: number): string => e.saveRange(a, openFrom(e, pc) - 1);

const argumentsOf = (e: Emitter, a: number, b: number): string[] =>
  Array.from({ length: Math.max(0, b - 1) }, (_, j) => e.register(a + 1 + j));

export function writeCall(e: Emitter, pc: number, i: number): void {
  const a = argA(i);
  const b = argB(i);
  const wanted = argC(i) - 1;
  const place = [e.place(a), String(wanted)];
  const args = argumentsOf(e, a, b);
  const isTraversal = b === 2 && wanted === 3 && loopTest(e.proto.code, pc + 1) >= 0;
  if (isTraversal) writeTraversal(e, pc, a);
  else if (b === 0) e.put(saveBelowOpen(e, pc, a), e.step(pc, 'x', 'callOpen', ...place));
  else if (e.calledLua(pc)) writeLuaCall(e, pc, a, wanted, args);
  else e.put(e.step(pc, 'x', 'callWith', e.register(a), ...place, `[${args.join()}]`));
  if (!isTraversal) e.put(wanted === 1 ? `${e.register(a)}=x;` : e.loadRange(a, a + wanted - 1));
}

/** `pairs(x)` and `ipairs(x)` before a generic loop: without a call, while there is gas for it. */
function writeTraversal(e: Emitter, pc: number, a: number): void {
  const [fn, value, control] = [a, a + 1, a + 2].map((r) => e.register(r)) as [string, string, string];
  const enough = `${fn}!==undefined&&${value}!==undefined&&vm.gas>=g+${e.uncounted}`;
  const become = (iterator: string, start: string): string =>
    `{${fn}=vm.${iterator};${control}=${start};g+=${e.uncounted + NATIVE_CALL}}`;
  const fast =
    `if(${fn}===vm.pairsFunction&&${enough}&&${value}.array!==undefined&&${value}.metatable===undefined)` +
    `${become('nextFunction', 'undefined')}else if(${fn}===vm.ipairsFunction&&${enough})${become('ipairsIterator', '0')}`;
  const call = e.savedStep(pc, 'x', 'callWith', fn, e.place(a), '3', `[${value}]`);
  e.put(e.saves(pc), `${fast}else{${call}${e.loadRange(a, a + 2)}}`);
}

/** The call is in this function's own code: one of another compiled function costs half as much so, but takes more text. */
function writeLuaCall(e: Emitter, pc: number, a: number, wanted: number, args: readonly string[]): void {
  const place = e.place(a);
  const given = args.map((arg) => `,${arg}`).join('');
  e.put(
    `t=${e.register(a)};${e.find(pc, 'c', 'codeAt', 't')}`,
    `x=c!==undefined?c(vm,co,t,${place},${entryFor(wanted)}${given}):call(vm,co,t,${place},${wanted},[${args.join()}]);`,
    `if(${wanted === 0 || wanted === 1 ? 'x===MANY&&' : ''}(x=end(vm,co,d,${place},${wanted},x))===MANY)break D;`,
  );
}

/** The callee takes the frame. Its code is called from here when that is all there is to it. */
export function writeTailCall(e: Emitter, pc: number, i: number): void {
  const a = argA(i);
  const b = argB(i);
  e.put(e.account(pc), 'if(vm.gas<0)vm.refill();');
  const close = e.captured.size > 0 ? 'if(co.open.length>0)co.close(base,heap);' : '';
  if (b !== 0) {
    const args = argumentsOf(e, a, b);
    e.put(
      `t=${e.register(a)};if(t!==undefined&&(c=t.proto)!==undefined&&(c=c.direct)!==undefined&&vm.nesting<${MAX_NESTING})`,
      `{${close}co.depth=d-1;x=c(vm,co,t,func,${TAIL_ENTRY}${args.map((arg) => `,${arg}`).join('')});`,
      `vm.nesting-=${nestingOf(e.proto.stackSize)};return x}`,
      e.saveRange(a, a + b - 1),
    );
  } else e.put(saveBelowOpen(e, pc, a));
  const count = b === 0 ? `co.top-base-${a + 1}` : `${b - 1}`;
  e.put(`if((x=tailCall(vm,co,${e.place(a)},${count}))===MANY&&vm.returned<0)break D;`);
  e.put(`if(x===MANY)n=vm.returned;else{stack[${e.place(a)}]=x;n=1}co.top=${e.place(a)}+n;`);
}

export function writeReturn(e: Emitter, pc: number, i: number): void {
  const a = argA(i);
  const b = argB(i);
  if (e.captured.size > 0) e.put('if(co.open.length>0)co.close(base,heap);');
  e.put(`vm.gas-=g+${e.uncounted};co.depth=d-1;vm.nesting-=${nestingOf(e.proto.stackSize)};`);
  if (b === 2) e.put(`return ${e.register(a)};`);
  else if (b === 1) e.put('return none(vm,w);');
  else if (b === 0) e.put(saveBelowOpen(e, pc, a), `return returnOpen(vm,co,func,${e.place(a)});`);
  else {
    for (let j = 0; j < b - 1; j++) e.put(`stack[func+${j}]=${e.register(a + j)};`);
    e.put(`vm.returned=${b - 1};return MANY;`);
  }
}

export function writeVararg(e: Emitter, pc: number, i: number): void {
  const a = argA(i);
  const b = argB(i);
  const from = `func+${1 + e.proto.parameterCount}`;
  if (b === 0) return e.put(e.account(pc), `vararg(vm,co,${from},base,${e.place(a)});`);
  for (let j = 0; j < b - 1; j++) {
    e.put(`${e.register(a + j)}=${from}+${j}<base?stack[${from}+${j}]:undefined;`);
  }
}

export function writeSetList(e: Emitter, pc: number, i: number): void {
  const a = argA(i);
  const b = argB(i);
  const extra = argC(i) === 0;
  const block = extra ? (e.proto.code[pc + 1] as number) >>> 6 : argC(i);
  if (extra) e.uncounted++;
  const first = (block - 1) * FIELDS_PER_FLUSH + 1;
  const count = b === 0 ? `co.top-base-${a + 1}` : `${b}`;
  e.put(b === 0 ? saveBelowOpen(e, pc, a + 1) : e.saveRange(a + 1, a + b), `n=${count};`);
  e.put(
    e.account(pc, extra ? pc + 2 : pc + 1),
    `vm.gas-=n;${e.register(a)}.setList(${first},stack,${e.place(a + 1)},n);`,
  );
}
