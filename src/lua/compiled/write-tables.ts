/** Reading and writing tables, upvalues and globals. */
import { argA, argB, argC, GETTABUP, methodCalls, opcode, SELF, SETTABUP } from '../interpreter/instructions.ts';
import type { Emitter } from './emitter.ts';

export const upvalue = (index: number): string => `u${index}.stack[u${index}.index]`;

/**
 * GETTABUP, GETTABLE, SELF. Only tables have `nodes` and `array`; asking for them is one check of the object's shape, which
 * `instanceof` is not.
 */
export function writeGet(e: Emitter, pc: number, i: number): void {
  const op = opcode(i);
  const a = argA(i);
  const key = e.operand(argC(i));
  const constant = e.known(argC(i));
  e.put(`t=${op === GETTABUP ? upvalue(argB(i)) : e.register(argB(i))};`);
  if (op === SELF) e.put(`${e.register(a + 1)}=t;`);
  const isMethod = op === SELF && typeof constant === 'string';
  const operands = isMethod ? ['t', key, 'c'] : ['t', key];
  // The object of a method call is not in its register yet, and what `__index` calls may suspend.
  const object = op === SELF ? e.save(a + 1) : '';
  const slow = `${object}${e.slow(pc, 'x', isMethod ? 'method' : 'get', ...operands)}${e.register(a)}=x;`;
  if (typeof constant === 'string') {
    e.put(
      `if(t!==undefined&&(n=t.nodes)!==undefined&&(s=slots[${pc}])<n.length&&n[s]===${key}&&(v=n[s+1])!==undefined)`,
      `${e.register(a)}=v;else${isMethod ? writeCached(e, pc, a, key) : ''}{${slow}}`,
    );
  } else if (op === SELF || argC(i) >= 256) e.put(slow);
  else {
    e.put(
      `x=${key};if(t!==undefined&&(n=t.array)!==undefined&&(v=typeof x==="number"?n[x-1]:field(t,x))!==undefined)`,
      `${e.register(a)}=v;else{${slow}}`,
    );
  }
}

/** What the same method call found for another object of its class. */
const writeCached = (e: Emitter, pc: number, a: number, key: string): string =>
  ` if((c=methods[${methodCalls(e.proto.code).indexOf(pc)}]).version===heap.version&&t!==undefined&&t.metatable===c.metatable&&t.constructor===LuaTable&&t.find(${key})<0)` +
  `${e.register(a)}=c.value;else`;

/** SETTABUP, SETTABLE. */
export function writeSet(e: Emitter, pc: number, i: number): void {
  const key = e.operand(argB(i));
  const value = e.operand(argC(i));
  e.put(`t=${opcode(i) === SETTABUP ? upvalue(argA(i)) : e.register(argA(i))};`);
  const slow = e.slow(pc, 'x', 'set', 't', key, value);
  // A key without a value keeps its place. One of a metamethod has more to it (LuaTable.absent).
  const known = e.known(argB(i));
  const revives = typeof known === 'string' && !known.startsWith('__') ? '||t.metatable===undefined' : '';
  const written = (part: string): string => `t!==undefined&&(n=t.${part})!==undefined&&t.stamp>=heap.epoch&&`;
  const rest = `else if(!put(heap,slots,${pc},t,${key},${value})){${slow}}`;
  if (typeof known === 'string') {
    e.put(
      `if(${written('nodes')}(s=slots[${pc}])<n.length&&n[s]===${key}&&(n[s+1]!==undefined${revives}))n[s+1]=${value};`,
      rest,
    );
  } else if (argB(i) >= 256) e.put(slow);
  else {
    e.put(
      `x=${key};if(${written('array')}typeof x==="number"&&x>0&&x<=n.length&&n[x-1]!==undefined&&${value}!==undefined)n[x-1]=${value};`,
      rest,
    );
  }
}
