/**
 * The instruction loop: runs the frames on top of the current coroutine until a call from the host has its results.
 * Opcodes are named as in lopcodes.h. Fast paths are here; everything that may call a metamethod or throw is behind a
 * function that gets the state saved first (`frame.pc`, gas).
 *
 * Gas: `pc − mark` is the number of instructions since the last account; jumps move both. A test and the jump behind it
 * count two, whether or not the jump is skipped. Jumps back compare with `budget`, what was left at the last account,
 * and look at `vm.gas` only past it, so gas ends at the same instruction whatever fast paths were taken. Whatever may
 * throw makes an account before: the gas of a failed call does not depend on fast paths either.
 *
 * One long function on purpose: registers, constants and `pc` are local variables of it, which V8 keeps in machine
 * registers. A fast path moved to a function of its own has to get and give back all of them; slow paths, which need
 * none, live in metamethods.ts, calls.ts, concat.ts and loops.ts.
 */
import { callCompiled, enterCompiled } from '../compiled/entering.ts';
import { MAX_NESTING } from '../compiled/convention.ts';
import { CALL_HEAT, isHot, LOOP_HEAT } from '../compiled/tier.ts';
import { NATIVE_CALL } from '../gas.ts';
import { NativeFunction } from '../native.ts';
import { LuaTable } from '../table.ts';
import { LuaFloat, type LuaValue } from '../value.ts';
import { callAt, deliver, enterLua, insertCallHandler, replaceFrame, reserve, storeResult } from './calls.ts';
import { LuaClosure, makeClosure, type Upvalue } from './closure.ts';
import { concat } from './concat.ts';
import type { Coroutine } from './coroutine.ts';
import type { Frame } from './frame.ts';
import { TO_REGISTERS } from './frame.ts';
import type { Interpreter } from './interpreter.ts';
import { advance, prepare } from './loops.ts';
import * as meta from './metamethods.ts';
import { FIELDS_PER_FLUSH, type Proto } from './proto.ts';

/** After that many instructions a loop looks whether it should go on in compiled code. */
const LOOK_AGAIN = 1000;

/** A function left that often by a yield is interpreted from then on: entering it again costs more than it brings. */
const MAX_SUSPENSIONS = 10;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/**
 * Runs until the host's call has its results, or, called by compiled code, until only `floor` frames of the coroutine
 * `home` are left. Returns false when `home` was suspended instead: the compiled code below has to leave.
 *
 * @param floor −1 for a call of the host
 */
export function execute(vm: Interpreter, home: Coroutine, floor: number): boolean {
  const { heap } = vm;
  const compiles = vm.hotAfter < Infinity;
  for (;;) {
    if (floor < 0 ? vm.hostResults !== undefined : home.status === 'suspended') return floor < 0;
    const co = vm.coroutine;
    const { stack } = co;
    // Between Lua functions of one coroutine only the frame changes.
    entering: for (;;) {
      if (co.depth === floor && co === home) return true;
      const frame = co.frames[co.depth - 1] as Frame;
      const { upvalues, proto } = frame.fn as LuaClosure;
      const { code, constants: k, slots } = proto;
      const { base } = frame;
      let { pc } = frame;
      if (pc === 0 && compiles && isHot(vm, proto, CALL_HEAT)) {
        enterCompiled(vm, co, frame, 0);
        break entering;
      }
      let mark = pc;
      // How far pc − mark may go before gas has to be looked at; 0 when that is not known.
      let budget = 0;

      for (;;) {
        const i = code[pc++] as number;
        const a = base + ((i >>> 6) & 0xff);
        switch (i & 0x3f) {
          case 0: // MOVE A B: R(A) := R(B)
            stack[a] = stack[base + (i >>> 23)];
            continue;

          case 1: // LOADK A Bx: R(A) := Kst(Bx)
            stack[a] = k[i >>> 14];
            continue;

          case 2: // LOADKX A: R(A) := Kst(extra arg)
            stack[a] = k[(code[pc++] as number) >>> 6];
            continue;

          case 3: // LOADBOOL A B C: R(A) := (Bool)B; if (C) pc++
            stack[a] = i >>> 23 !== 0;
            if (((i >>> 14) & 0x1ff) !== 0) {
              pc++;
              mark++;
            }
            continue;

          case 4: // LOADNIL A B: R(A), …, R(A+B) := nil
            for (let place = a + (i >>> 23); place >= a; place--) stack[place] = undefined;
            continue;

          case 5: {
            // GETUPVAL A B: R(A) := UpValue[B]
            const upvalue = upvalues[i >>> 23] as Upvalue;
            stack[a] = upvalue.stack[upvalue.index];
            continue;
          }

          case 6: {
            // GETTABUP A B C: R(A) := UpValue[B][RK(C)]
            const upvalue = upvalues[i >>> 23] as Upvalue;
            const table = upvalue.stack[upvalue.index];
            const c = (i >>> 14) & 0x1ff;
            const key = c >= 256 ? k[c - 256] : stack[base + c];
            if (table instanceof LuaTable) {
              const { nodes } = table;
              let slot = slots[pc - 1] as number;
              if (slot < nodes.length && nodes[slot] === key) {
                const value = nodes[slot + 1];
                if (value !== undefined) {
                  stack[a] = value;
                  continue;
                }
              } else if (typeof key === 'string') {
                frame.pc = pc;
                vm.gas -= pc - mark;
                mark = pc;
                budget = 0;
                slot = table.find(key);
                if (slot >= 0) {
                  slots[pc - 1] = slot;
                  const value = table.nodes[slot + 1];
                  if (value !== undefined) {
                    stack[a] = value;
                    continue;
                  }
                }
              }
            }
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            if (meta.index(vm, stack, table, key, a)) continue;
            break entering;
          }

          case 7: {
            // GETTABLE A B C: R(A) := R(B)[RK(C)]
            const table = stack[base + (i >>> 23)];
            const c = (i >>> 14) & 0x1ff;
            const key = c >= 256 ? k[c - 256] : stack[base + c];
            if (table instanceof LuaTable) {
              let value: LuaValue;
              if (typeof key === 'number') {
                const { array } = table;
                if ((key | 0) === key && key > 0 && key <= array.length) value = array[key - 1];
                else {
                  frame.pc = pc;
                  vm.gas -= pc - mark;
                  mark = pc;
                  budget = 0;
                  value = table.getNumber(key);
                }
              } else {
                const { nodes } = table;
                let slot = slots[pc - 1] as number;
                if (slot < nodes.length && nodes[slot] === key) value = nodes[slot + 1];
                else {
                  frame.pc = pc;
                  vm.gas -= pc - mark;
                  mark = pc;
                  budget = 0;
                  if (typeof key === 'string') {
                    slot = table.find(key);
                    if (slot >= 0) {
                      slots[pc - 1] = slot;
                      value = table.nodes[slot + 1];
                    }
                  } else value = table.get(key);
                }
              }
              if (value !== undefined || table.metatable === undefined) {
                stack[a] = value;
                continue;
              }
            }
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            if (meta.index(vm, stack, table, key, a)) continue;
            break entering;
          }

          case 8: {
            // SETTABUP A B C: UpValue[A][RK(B)] := RK(C)
            const upvalue = upvalues[(i >>> 6) & 0xff] as Upvalue;
            const table = upvalue.stack[upvalue.index];
            const b = i >>> 23;
            const key = b >= 256 ? k[b - 256] : stack[base + b];
            const c = (i >>> 14) & 0x1ff;
            const value = c >= 256 ? k[c - 256] : stack[base + c];
            if (table instanceof LuaTable && table.stamp >= heap.epoch) {
              const { nodes } = table;
              const slot = slots[pc - 1] as number;
              if (slot < nodes.length && nodes[slot] === key && nodes[slot + 1] !== undefined) {
                nodes[slot + 1] = value;
                continue;
              }
            }
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            if (typeof key === 'string' && table instanceof LuaTable) slots[pc - 1] = Math.max(0, table.find(key));
            if (meta.setIndex(vm, table, key, value)) continue;
            break entering;
          }

          case 9: {
            // SETUPVAL A B: UpValue[B] := R(A)
            const upvalue = upvalues[i >>> 23] as Upvalue;
            if (upvalue.stamp < heap.epoch) upvalue.save(heap);
            upvalue.stack[upvalue.index] = stack[a];
            continue;
          }

          case 10: {
            // SETTABLE A B C: R(A)[RK(B)] := RK(C)
            const table = stack[a];
            const b = i >>> 23;
            const key = b >= 256 ? k[b - 256] : stack[base + b];
            const c = (i >>> 14) & 0x1ff;
            const value = c >= 256 ? k[c - 256] : stack[base + c];
            if (table instanceof LuaTable) {
              if (typeof key === 'number') {
                const { array } = table;
                if ((key | 0) === key && key > 0 && key <= array.length && table.stamp >= heap.epoch) {
                  if (table.metatable === undefined || array[key - 1] !== undefined) {
                    array[key - 1] = value;
                    continue;
                  }
                } else if (table.metatable === undefined && key === key) {
                  frame.pc = pc;
                  vm.gas -= pc - mark;
                  mark = pc;
                  budget = 0;
                  table.setNumber(key, value);
                  continue;
                }
              } else if (typeof key === 'string') {
                const { nodes } = table;
                const slot = slots[pc - 1] as number;
                if (
                  slot < nodes.length &&
                  nodes[slot] === key &&
                  nodes[slot + 1] !== undefined &&
                  table.stamp >= heap.epoch
                ) {
                  nodes[slot + 1] = value;
                  continue;
                }
                if (table.metatable === undefined) {
                  frame.pc = pc;
                  vm.gas -= pc - mark;
                  mark = pc;
                  budget = 0;
                  slots[pc - 1] = table.setString(key, value);
                  continue;
                }
              }
            }
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            if (meta.setIndex(vm, table, key, value)) continue;
            break entering;
          }

          case 11: // NEWTABLE A B C: R(A) := {}
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            stack[a] = new LuaTable(heap);
            continue;

          case 12: {
            // SELF A B C: R(A+1) := R(B); R(A) := R(B)[RK(C)]
            const object = stack[base + (i >>> 23)];
            const c = (i >>> 14) & 0x1ff;
            const key = c >= 256 ? k[c - 256] : stack[base + c];
            stack[a + 1] = object;
            if (object instanceof LuaTable) {
              const { nodes } = object;
              const slot = slots[pc - 1] as number;
              if (slot < nodes.length && nodes[slot] === key) {
                const value = nodes[slot + 1];
                if (value !== undefined) {
                  stack[a] = value;
                  continue;
                }
              }
            }
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            const method = meta.findMethod(vm, slots, pc - 1, object, key);
            if (method !== undefined) {
              stack[a] = method;
              continue;
            }
            if (meta.index(vm, stack, object, key, a)) continue;
            break entering;
          }

          case 13: {
            // ADD A B C: R(A) := RK(B) + RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
            if (typeof b === 'number' && typeof c === 'number') {
              if ((b | 0) === b && (c | 0) === c) {
                stack[a] = (b | 0) + (c | 0);
                continue;
              }
              const sum = b + c;
              if (!Number.isInteger(sum)) {
                stack[a] = sum;
                continue;
              }
              if (Number.isInteger(b) && Number.isInteger(c) && sum <= MAX_SAFE && sum >= -MAX_SAFE) {
                stack[a] = sum;
                continue;
              }
            }
            break;
          }

          case 14: {
            // SUB A B C: R(A) := RK(B) - RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
            if (typeof b === 'number' && typeof c === 'number') {
              if ((b | 0) === b && (c | 0) === c) {
                stack[a] = (b | 0) - (c | 0);
                continue;
              }
              const difference = b - c;
              if (!Number.isInteger(difference)) {
                stack[a] = difference;
                continue;
              }
              if (Number.isInteger(b) && Number.isInteger(c) && difference <= MAX_SAFE && difference >= -MAX_SAFE) {
                stack[a] = difference;
                continue;
              }
            }
            break;
          }

          case 15: {
            // MUL A B C: R(A) := RK(B) * RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
            if (typeof b === 'number' && typeof c === 'number') {
              const product = b * c;
              if (!Number.isInteger(product)) {
                stack[a] = product;
                continue;
              }
              if (product <= MAX_SAFE && product >= -MAX_SAFE && Number.isInteger(b) && Number.isInteger(c)) {
                // + 0: there is no integer −0.
                stack[a] = product + 0;
                continue;
              }
            }
            break;
          }

          case 16: {
            // MOD A B C: R(A) := RK(B) % RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
            if (typeof b === 'number' && typeof c === 'number' && b >= 0 && c > 0) {
              if ((b | 0) === b && (c | 0) === c) {
                stack[a] = (b | 0) % (c | 0);
                continue;
              }
              if (Number.isInteger(b) && Number.isInteger(c)) {
                stack[a] = b % c;
                continue;
              }
            }
            break;
          }

          case 18: {
            // DIV A B C: R(A) := RK(B) / RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
            if (typeof b === 'number' && typeof c === 'number') {
              const quotient = b / c;
              stack[a] = Number.isInteger(quotient) ? new LuaFloat(quotient) : quotient;
              continue;
            }
            break;
          }

          case 19: {
            // IDIV A B C: R(A) := RK(B) // RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
            if (typeof b === 'number' && typeof c === 'number' && (b | 0) === b && (c | 0) === c && b >= 0 && c > 0) {
              stack[a] = Math.floor(b / c);
              continue;
            }
            break;
          }

          case 20: // BAND A B C: R(A) := RK(B) & RK(C)
          case 21: // BOR
          case 22: {
            // BXOR
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
            const op = i & 0x3f;
            if (typeof b === 'number' && typeof c === 'number' && (b | 0) === b && (c | 0) === c) {
              stack[a] = op === 20 ? b & c : op === 21 ? b | c : b ^ c;
              continue;
            }
            break;
          }

          case 17: // POW A B C: R(A) := RK(B) ^ RK(C)
          case 23: // SHL A B C: R(A) := RK(B) << RK(C)
          case 24: // SHR A B C: R(A) := RK(B) >> RK(C)
          case 26: // BNOT A B: R(A) := ~R(B)
            break;

          case 25: {
            // UNM A B: R(A) := -R(B)
            const b = stack[base + (i >>> 23)];
            if (typeof b === 'number') {
              stack[a] = 0 - b;
              continue;
            }
            break;
          }

          case 27: {
            // NOT A B: R(A) := not R(B)
            const b = stack[base + (i >>> 23)];
            stack[a] = b === undefined || b === false;
            continue;
          }

          case 28: {
            // LEN A B: R(A) := length of R(B)
            const b = stack[base + (i >>> 23)];
            if (b instanceof LuaTable && b.metatable === undefined) {
              stack[a] = b.length();
              continue;
            }
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            if (meta.length(vm, stack, b, i >>> 23, a)) continue;
            break entering;
          }

          case 29: {
            // CONCAT A B C: R(A) := R(B) .. … .. R(C)
            const first = base + (i >>> 23);
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            if (concat(vm, co, first, base + ((i >>> 14) & 0x1ff))) {
              stack[a] = stack[first];
              continue;
            }
            break entering;
          }

          case 30: {
            // JMP A sBx: pc += sBx; if (A) close all upvalues >= R(A - 1)
            if (a > base && co.open.length > 0) co.close(a - 1, heap);
            const jump = (i >>> 14) - 131071;
            pc += jump;
            mark += jump;
            if (jump < 0 && pc - mark > budget) {
              budget = settle(vm, co, frame, pc, pc - mark);
              mark = pc;
              if (budget === ENTERED) break entering;
            }
            continue;
          }

          case 31: {
            // EQ A B C: if ((RK(B) == RK(C)) ~= A) then pc++
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
            let outcome: meta.Comparison = b === c;
            if (!outcome && (typeof b === 'object' || typeof c === 'object')) {
              outcome = meta.compareEqual(vm, b, c);
              if (typeof outcome === 'object') {
                frame.pc = pc;
                vm.gas -= pc - mark;
                meta.callComparison(vm, outcome, b, c, a - base);
                break entering;
              }
            }
            if (outcome !== a > base) pc++;
            continue;
          }

          case 32: {
            // LT A B C: if ((RK(B) < RK(C)) ~= A) then pc++
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
            let outcome: meta.Comparison;
            if (typeof b === 'number' && typeof c === 'number') outcome = b < c;
            else {
              frame.pc = pc;
              vm.gas -= pc - mark;
              mark = pc;
              budget = 0;
              outcome = meta.compareLess(vm, b, c);
              if (typeof outcome === 'object') {
                meta.callComparison(vm, outcome, b, c, a - base);
                break entering;
              }
            }
            if (outcome !== a > base) pc++;
            continue;
          }

          case 33: {
            // LE A B C: if ((RK(B) <= RK(C)) ~= A) then pc++
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
            let outcome: meta.Comparison;
            if (typeof b === 'number' && typeof c === 'number') outcome = b <= c;
            else {
              frame.pc = pc;
              vm.gas -= pc - mark;
              mark = pc;
              budget = 0;
              outcome = meta.compareLessEqual(vm, b, c);
              if (typeof outcome === 'object') {
                meta.callComparison(vm, outcome, b, c, a - base);
                break entering;
              }
            }
            if (outcome !== a > base) pc++;
            continue;
          }

          case 34: {
            // TEST A C: if not (R(A) <=> C) then pc++
            const value = stack[a];
            const falsy = value === undefined || value === false;
            if ((((i >>> 14) & 0x1ff) !== 0) === falsy) pc++;
            continue;
          }

          case 35: {
            // TESTSET A B C: if (R(B) <=> C) then R(A) := R(B) else pc++
            const value = stack[base + (i >>> 23)];
            const falsy = value === undefined || value === false;
            if ((((i >>> 14) & 0x1ff) !== 0) === falsy) pc++;
            else stack[a] = value;
            continue;
          }

          case 36: {
            // CALL A B C: R(A), …, R(A+C-2) := R(A)(R(A+1), …, R(A+B-1))
            const b = i >>> 23;
            const count = b !== 0 ? b - 1 : co.top - a - 1;
            const wanted = ((i >>> 14) & 0x1ff) - 1;
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            if (vm.gas < 0) vm.refill();
            const fn = stack[a];
            if (fn instanceof LuaClosure) {
              if (fn.proto.direct !== undefined && vm.nesting < MAX_NESTING) {
                if (callCompiled(vm, co, fn, a, count, wanted)) continue;
                break entering;
              }
              enterLua(vm, co, fn, a, count, wanted);
              continue entering;
            }
            if (fn instanceof NativeFunction && !fn.isControl) {
              vm.gas -= NATIVE_CALL;
              if (fn === vm.pairsFunction && wanted === 3 && count === 1) {
                const table = stack[a + 1];
                if (table instanceof LuaTable && table.metatable === undefined) {
                  stack[a] = vm.nextFunction;
                  stack[a + 2] = undefined;
                  continue;
                }
              }
              vm.native = fn;
              const args =
                count === 1
                  ? [stack[a + 1]]
                  : count === 2
                    ? [stack[a + 1], stack[a + 2]]
                    : stack.slice(a + 1, a + 1 + count);
              vm.nativeArguments = args;
              const result = fn.body(vm, args);
              vm.native = undefined;
              if (Array.isArray(result)) {
                const values = result as readonly LuaValue[];
                if (wanted >= 0 && wanted <= 3) {
                  for (let j = 0; j < wanted; j++) stack[a + j] = j < values.length ? values[j] : undefined;
                } else deliver(vm, co, TO_REGISTERS, a, wanted, a, storeResult(vm, co, a, values));
              } else if (wanted === 1) stack[a] = result as LuaValue;
              else {
                stack[a] = result as LuaValue;
                deliver(vm, co, TO_REGISTERS, a, wanted, a, 1);
              }
              continue;
            }
            callAt(vm, co, a, count, a, wanted, TO_REGISTERS);
            break entering;
          }

          case 37: {
            // TAILCALL A B C: return R(A)(R(A+1), …, R(A+B-1))
            const b = i >>> 23;
            let count = b !== 0 ? b - 1 : co.top - a - 1;
            frame.pc = pc;
            vm.gas -= pc - mark;
            if (vm.gas < 0) vm.refill();
            let fn = stack[a];
            if (!(fn instanceof LuaClosure) && !(fn instanceof NativeFunction)) {
              insertCallHandler(vm, co, a, count);
              count++;
              fn = stack[a];
            }
            if (fn instanceof LuaClosure) {
              replaceFrame(vm, co, fn, a, count);
            } else callAt(vm, co, a, count, a, -1, TO_REGISTERS);
            break entering;
          }

          case 38: {
            // RETURN A B: return R(A), …, R(A+B-2)
            const b = i >>> 23;
            const count = b !== 0 ? b - 1 : co.top - a;
            if (co.open.length > 0) co.close(base, heap);
            vm.gas -= pc - mark;
            co.depth--;
            if (frame.mode === TO_REGISTERS) {
              const { ret, wanted } = frame;
              if (wanted === 1) stack[ret] = count > 0 ? stack[a] : undefined;
              else if (wanted < 0) {
                for (let j = 0; j < count; j++) stack[ret + j] = stack[a + j];
                co.top = ret + count;
              } else for (let j = 0; j < wanted; j++) stack[ret + j] = j < count ? stack[a + j] : undefined;
              continue entering;
            }
            deliver(vm, co, frame.mode, frame.ret, frame.wanted, a, count);
            break entering;
          }

          case 39: {
            // FORLOOP A sBx: R(A) += R(A+2); if R(A) <?= R(A+1) then { pc += sBx; R(A+3) := R(A) }
            const index = stack[a];
            const end = stack[a + 1];
            const step = stack[a + 2];
            if (typeof index === 'number' && typeof end === 'number' && typeof step === 'number') {
              if (step === 1 && (index | 0) === index && (end | 0) === end) {
                if ((index | 0) >= (end | 0)) continue;
                const next = (index | 0) + 1;
                stack[a] = next;
                stack[a + 3] = next;
              } else {
                const next = index + step;
                if (!(step > 0 ? next <= end : next >= end)) continue;
                stack[a] = next;
                stack[a + 3] = next;
              }
            } else if (!advance(stack, a)) continue;
            const jump = (i >>> 14) - 131071;
            pc += jump;
            mark += jump;
            if (pc - mark > budget) {
              budget = settle(vm, co, frame, pc, pc - mark);
              mark = pc;
              if (budget === ENTERED) break entering;
            }
            continue;
          }

          case 40: {
            // FORPREP A sBx: R(A) -= R(A+2); pc += sBx
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            prepare(vm, stack, a);
            const jump = (i >>> 14) - 131071;
            pc += jump;
            mark += jump;
            continue;
          }

          case 41: {
            // TFORCALL A C: R(A+3), …, R(A+2+C) := R(A)(R(A+1), R(A+2))
            const fn = stack[a];
            const state = stack[a + 1];
            const wanted = (i >>> 14) & 0x1ff;
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            if (state instanceof LuaTable && wanted <= 2) {
              if (fn === vm.nextFunction) {
                const position = state.nextPosition(stack[a + 2]);
                if (position >= -1) {
                  vm.gas -= NATIVE_CALL;
                  if (position >= 0) {
                    stack[a + 3] = state.keyAt(position);
                    if (wanted === 2) stack[a + 4] = state.valueAt(position);
                  } else {
                    stack[a + 3] = undefined;
                    stack[a + 4] = undefined;
                  }
                  continue;
                }
              } else if (fn === vm.ipairsIterator && typeof stack[a + 2] === 'number') {
                const at = (stack[a + 2] as number) + 1;
                const value = at <= state.array.length ? state.array[at - 1] : state.getNumber(at);
                if (value !== undefined || state.metatable === undefined) {
                  vm.gas -= NATIVE_CALL;
                  stack[a + 3] = value === undefined ? undefined : at;
                  if (wanted === 2) stack[a + 4] = value;
                  continue;
                }
              }
            }
            stack[a + 3] = fn;
            stack[a + 4] = state;
            stack[a + 5] = stack[a + 2];
            callAt(vm, co, a + 3, 2, a + 3, wanted, TO_REGISTERS);
            break entering;
          }

          case 42: {
            // TFORLOOP A sBx: if R(A+1) ~= nil then { R(A) := R(A+1); pc += sBx }
            const control = stack[a + 1];
            if (control !== undefined) {
              stack[a] = control;
              const jump = (i >>> 14) - 131071;
              pc += jump;
              mark += jump;
              if (pc - mark > budget) {
                budget = settle(vm, co, frame, pc, pc - mark);
                mark = pc;
                if (budget === ENTERED) break entering;
              }
            }
            continue;
          }

          case 43: {
            // SETLIST A B C: R(A)[(C-1)*FPF+i] := R(A+i), 1 <= i <= B
            const b = i >>> 23;
            const count = b !== 0 ? b : co.top - a - 1;
            let block = (i >>> 14) & 0x1ff;
            if (block === 0) block = (code[pc++] as number) >>> 6;
            frame.pc = pc;
            vm.gas -= pc - mark + count;
            mark = pc;
            budget = 0;
            (stack[a] as LuaTable).setList((block - 1) * FIELDS_PER_FLUSH + 1, stack, a + 1, count);
            continue;
          }

          case 44: // CLOSURE A Bx: R(A) := closure(KPROTO[Bx])
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            stack[a] = makeClosure(heap, co, proto.protos[i >>> 14] as Proto, frame.fn as LuaClosure, base);
            continue;

          case 45: {
            // VARARG A B: R(A), R(A+1), …, R(A+B-2) := vararg
            const from = frame.func + 1 + proto.parameterCount;
            const available = Math.max(0, base - from);
            const b = i >>> 23;
            const wanted = b !== 0 ? b - 1 : available;
            if (b === 0) {
              frame.pc = pc;
              vm.gas -= pc - mark;
              mark = pc;
              budget = 0;
              reserve(vm, co, a + wanted);
              co.top = a + wanted;
            }
            for (let j = 0; j < wanted; j++) stack[a + j] = j < available ? stack[from + j] : undefined;
            continue;
          }

          default:
            throw new Error(`Lua opcode ${i & 0x3f}`);
        }

        // Only operators whose fast path did not do come here.
        const op = i & 0x3f;
        const bx = i >>> 23;
        const cx = op >= 25 ? bx : (i >>> 14) & 0x1ff;
        const b = bx >= 256 ? k[bx - 256] : stack[base + bx];
        const c = cx >= 256 ? k[cx - 256] : stack[base + cx];
        frame.pc = pc;
        vm.gas -= pc - mark;
        mark = pc;
        budget = 0;
        if (!meta.arith(vm, stack, op - 13, b, c, bx, cx, a)) break entering;
      }
    }
  }
}

/** What {@link settle} returns when the frame went on in compiled code. */
const ENTERED = -1;

/**
 * At a jump back when the gas known of is used, `used` more: how much of it there is. A loop that ran long enough goes on
 * in compiled code instead. @throws GasError
 */
function settle(vm: Interpreter, co: Coroutine, frame: Frame, pc: number, used: number): number {
  vm.gas -= used;
  if (vm.gas < 0) {
    frame.pc = pc;
    vm.refill();
  }
  if (vm.hotAfter === Infinity) return vm.gas;
  const { proto } = frame.fn as LuaClosure;
  const enters =
    proto.suspensions <= MAX_SUSPENSIONS && isHot(vm, proto, used * LOOP_HEAT) && proto.entries?.has(pc) === true;
  if (!enters) return Math.min(vm.gas, LOOK_AGAIN);
  frame.pc = pc;
  enterCompiled(vm, co, frame, pc);
  return ENTERED;
}
