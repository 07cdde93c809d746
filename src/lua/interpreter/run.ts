/**
 * The instruction loop: runs the frames on top of the current coroutine until a call from the host has its results.
 * Opcodes are named as in lopcodes.h. Where the first switch has no fast path for an instruction, or the operands do not fit
 * the one it has, `break` leaves it: the state is saved (`frame.pc`, gas) and the instruction is done in full, by the second
 * switch if it is a frequent one, else by slow-instructions.ts.
 *
 * Gas: `pc − mark` is the number of instructions since the last account; jumps move both. A test and the jump behind it
 * count two, whether or not the jump is skipped. Jumps back compare with `budget`, what was left at the last account,
 * and look at `vm.gas` only past it, so gas ends at the same instruction whatever fast paths were taken. Whatever may
 * throw makes an account before: the gas of a failed call does not depend on fast paths either.
 *
 * One long function on purpose: registers, constants and `pc` are local variables of it, which V8 keeps in machine
 * registers. But no longer than it has to be: in a new worker V8 executes it many times more slowly until it has optimised
 * it, which takes the longer the longer it is, and starts anew at the first instruction of a kind that it had not seen.
 */
import { callCompiled, enterCompiled } from '../compiled/entering.ts';
import { type Compiled, MAX_NESTING } from '../compiled/convention.ts';
import { CALL_HEAT, isHot } from '../compiled/tier.ts';
import { LuaTable } from '../table.ts';
import { callOther } from './call-instruction.ts';
import { callAt, deliver, enterLua, replaceFrame } from './calls.ts';
import { LuaClosure, makeClosure, type Upvalue } from './closure.ts';
import { concat } from './concat.ts';
import type { Coroutine } from './coroutine.ts';
import { type Frame, TO_REGISTERS } from './frame.ts';
import type { Interpreter } from './interpreter.ts';
import { advance } from './loops.ts';
import * as meta from './metamethods.ts';
import { CALLED_LUA, type Proto } from './proto.ts';
import { ENTERED, settle } from './settle.ts';
import { ENTER, get, iterate, perform, set } from './slow-instructions.ts';

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/**
 * Runs until the host's call has its results, or, called by compiled code, until only `floor` frames of the coroutine
 * `home` are left. Returns false when `home` was suspended instead: the compiled code below has to leave.
 *
 * @param floor −1 for a call of the host
 */
export function execute(vm: Interpreter, home: Coroutine, floor: number): boolean {
  for (;;) {
    if (floor < 0 ? vm.hostResults !== undefined : home.status === 'suspended') return floor < 0;
    const co = vm.coroutine;
    if (co === home && co.depth === floor) return true;
    runFrames(vm, co, co === home ? floor : -1);
  }
}

/**
 * Runs frames of `co` down to `floor`, or until another coroutine, a result for the host or compiled code may be next:
 * between Lua functions of one coroutine only the frame changes.
 */
function runFrames(vm: Interpreter, co: Coroutine, floor: number): void {
  // Nothing is read before the loop: what runs once has no type feedback when V8 optimises the function.
  frames: while (co.depth !== floor) {
    const frame = co.frames[co.depth - 1] as Frame;
    const { base } = frame;
    let { pc } = frame;
    const { upvalues, proto } = frame.fn as LuaClosure;
    if (pc === 0 && vm.hotAfter < Infinity && isHot(vm, proto, CALL_HEAT)) {
      return enterCompiled(vm, co, frame, proto.compiled as Compiled, 0);
    }
    const { heap } = vm;
    const { stack } = co;
    const { code, constants, slots } = proto;
    let mark = pc;
    // How far pc − mark may go before gas has to be looked at; 0 when that is not known.
    let budget = 0;

    for (;;) {
      const i = code[pc++] as number;
      const a = base + ((i >>> 6) & 0xff);
      jump: {
        switch (i & 0x3f) {
          case 0: // MOVE A B: R(A) := R(B)
            stack[a] = stack[base + (i >>> 23)];
            continue;

          case 1: // LOADK A Bx: R(A) := Kst(Bx)
            stack[a] = constants[i >>> 14];
            continue;

          case 3: // LOADBOOL A B C: R(A) := (Bool)B; if (C) pc++
            stack[a] = i >>> 23 !== 0;
            if (((i >>> 14) & 0x1ff) !== 0) {
              pc++;
              mark++;
            }
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
            if (!(table instanceof LuaTable)) break;
            const c = (i >>> 14) & 0x1ff;
            const key = c >= 256 ? constants[c - 256] : stack[base + c];
            const { nodes } = table;
            const slot = slots[pc - 1] as number;
            if (slot >= nodes.length || nodes[slot] !== key) break;
            const value = nodes[slot + 1];
            if (value === undefined) break;
            stack[a] = value;
            continue;
          }

          case 7: {
            // GETTABLE A B C: R(A) := R(B)[RK(C)]
            const table = stack[base + (i >>> 23)];
            const c = (i >>> 14) & 0x1ff;
            const key = c >= 256 ? constants[c - 256] : stack[base + c];
            if (table instanceof LuaTable) {
              if (typeof key === 'number') {
                const { array } = table;
                if ((key | 0) === key && key > 0 && key <= array.length) {
                  const value = array[key - 1];
                  if (value !== undefined) {
                    stack[a] = value;
                    continue;
                  }
                }
              } else {
                const { nodes } = table;
                const slot = slots[pc - 1] as number;
                if (slot < nodes.length && nodes[slot] === key) {
                  const value = nodes[slot + 1];
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
            if (get(vm, stack, slots, pc - 1, table, key, a)) continue;
            return;
          }

          case 8: // SETTABUP A B C: UpValue[A][RK(B)] := RK(C)
          case 10: {
            // SETTABLE A B C: R(A)[RK(B)] := RK(C)
            let table = stack[a];
            if ((i & 0x3f) === 8) {
              const upvalue = upvalues[a - base] as Upvalue;
              table = upvalue.stack[upvalue.index];
            }
            const key = i < 0 ? constants[(i >>> 23) - 256] : stack[base + (i >>> 23)];
            const c = (i >>> 14) & 0x1ff;
            const value = c >= 256 ? constants[c - 256] : stack[base + c];
            if (table instanceof LuaTable && table.stamp >= heap.epoch) {
              if (typeof key === 'number') {
                const { array } = table;
                if ((key | 0) === key && key > 0 && key <= array.length) {
                  // A slot that gets its value or loses it may move the border.
                  if (value !== undefined && array[key - 1] !== undefined) {
                    array[key - 1] = value;
                    continue;
                  }
                }
              } else {
                const { nodes } = table;
                const slot = slots[pc - 1] as number;
                if (slot < nodes.length && nodes[slot] === key && nodes[slot + 1] !== undefined) {
                  nodes[slot + 1] = value;
                  continue;
                }
              }
            }
            frame.pc = pc;
            vm.gas -= pc - mark;
            mark = pc;
            budget = 0;
            if (set(vm, slots, pc - 1, table, key, value)) continue;
            return;
          }

          case 9: {
            // SETUPVAL A B: UpValue[B] := R(A)
            const upvalue = upvalues[i >>> 23] as Upvalue;
            if (upvalue.stamp < heap.epoch) break;
            upvalue.stack[upvalue.index] = stack[a];
            continue;
          }

          case 12: {
            // SELF A B C: R(A+1) := R(B); R(A) := R(B)[RK(C)]
            const object = stack[base + (i >>> 23)];
            const c = (i >>> 14) & 0x1ff;
            const key = c >= 256 ? constants[c - 256] : stack[base + c];
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
            return;
          }

          case 13: {
            // ADD A B C: R(A) := RK(B) + RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? constants[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? constants[cx - 256] : stack[base + cx];
            if (typeof b !== 'number' || typeof c !== 'number') break;
            if ((b | 0) === b && (c | 0) === c) {
              stack[a] = (b | 0) + (c | 0);
              continue;
            }
            const sum = b + c;
            // An integer is one of integers, and exact.
            if (Number.isInteger(sum)) {
              if (sum > MAX_SAFE || sum < -MAX_SAFE || !Number.isInteger(b) || !Number.isInteger(c)) break;
            }
            stack[a] = sum;
            continue;
          }

          case 14: {
            // SUB A B C: R(A) := RK(B) - RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? constants[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? constants[cx - 256] : stack[base + cx];
            if (typeof b !== 'number' || typeof c !== 'number') break;
            if ((b | 0) === b && (c | 0) === c) {
              stack[a] = (b | 0) - (c | 0);
              continue;
            }
            const difference = b - c;
            // An integer is one of integers, and exact.
            if (Number.isInteger(difference)) {
              if (difference > MAX_SAFE || difference < -MAX_SAFE || !Number.isInteger(b) || !Number.isInteger(c))
                break;
            }
            stack[a] = difference;
            continue;
          }

          case 15: {
            // MUL A B C: R(A) := RK(B) * RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? constants[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? constants[cx - 256] : stack[base + cx];
            if (typeof b !== 'number' || typeof c !== 'number') break;
            const product = b * c;
            if (Number.isInteger(product)) {
              if (product > MAX_SAFE || product < -MAX_SAFE || !Number.isInteger(b) || !Number.isInteger(c)) break;
            }
            // + 0: there is no integer −0.
            stack[a] = product + 0;
            continue;
          }

          case 16: {
            // MOD A B C: R(A) := RK(B) % RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? constants[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? constants[cx - 256] : stack[base + cx];
            if (typeof b !== 'number' || typeof c !== 'number' || !(b >= 0 && c > 0)) break;
            if ((b | 0) === b && (c | 0) === c) {
              stack[a] = (b | 0) % (c | 0);
              continue;
            }
            if (!Number.isInteger(b) || !Number.isInteger(c)) break;
            stack[a] = b % c;
            continue;
          }

          case 19: {
            // IDIV A B C: R(A) := RK(B) // RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? constants[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? constants[cx - 256] : stack[base + cx];
            if (typeof b !== 'number' || typeof c !== 'number' || !(b >= 0 && c > 0)) break;
            if ((b | 0) !== b || (c | 0) !== c) break;
            stack[a] = Math.floor(b / c);
            continue;
          }

          case 20: // BAND A B C: R(A) := RK(B) & RK(C)
          case 21: // BOR A B C: R(A) := RK(B) | RK(C)
          case 22: {
            // BXOR A B C: R(A) := RK(B) ~ RK(C)
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? constants[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? constants[cx - 256] : stack[base + cx];
            const op = i & 0x3f;
            if (typeof b !== 'number' || typeof c !== 'number' || (b | 0) !== b || (c | 0) !== c) break;
            stack[a] = op === 20 ? b & c : op === 21 ? b | c : b ^ c;
            continue;
          }

          case 27: {
            // NOT A B: R(A) := not R(B)
            const b = stack[base + (i >>> 23)];
            stack[a] = b === undefined || b === false;
            continue;
          }

          case 30: // JMP A sBx: pc += sBx; if (A) close all upvalues >= R(A - 1)
            if (a > base && co.open.length > 0) co.close(a - 1, heap);
            break jump;

          case 31: {
            // EQ A B C: if ((RK(B) == RK(C)) ~= A) then pc++
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? constants[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? constants[cx - 256] : stack[base + cx];
            const isSame = b === c;
            // Different objects may be equal by a metamethod, and a float is an object.
            if (!isSame && b !== undefined && c !== undefined && (typeof b === 'object' || typeof c === 'object'))
              break;
            if (isSame !== a > base) pc++;
            continue;
          }

          case 32: {
            // LT A B C: if ((RK(B) < RK(C)) ~= A) then pc++
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? constants[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? constants[cx - 256] : stack[base + cx];
            if (typeof b !== 'number' || typeof c !== 'number') break;
            if (b < c !== a > base) pc++;
            continue;
          }

          case 33: {
            // LE A B C: if ((RK(B) <= RK(C)) ~= A) then pc++
            const bx = i >>> 23;
            const cx = (i >>> 14) & 0x1ff;
            const b = bx >= 256 ? constants[bx - 256] : stack[base + bx];
            const c = cx >= 256 ? constants[cx - 256] : stack[base + cx];
            if (typeof b !== 'number' || typeof c !== 'number') break;
            if (b <= c !== a > base) pc++;
            continue;
          }

          case 34: {
            // TEST A C: if not (R(A) <=> C) then pc++
            const value = stack[a];
            if ((((i >>> 14) & 0x1ff) !== 0) === (value === undefined || value === false)) pc++;
            continue;
          }

          case 35: {
            // TESTSET A B C: if (R(B) <=> C) then R(A) := R(B) else pc++
            const value = stack[base + (i >>> 23)];
            if ((((i >>> 14) & 0x1ff) !== 0) === (value === undefined || value === false)) pc++;
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
            if (!(fn instanceof LuaClosure)) {
              if (callOther(vm, co, a, count, wanted)) continue;
              return;
            }
            slots[pc - 1] = CALLED_LUA;
            if (fn.proto.direct !== undefined && vm.nesting < MAX_NESTING) {
              if (callCompiled(vm, co, fn, a, count, wanted)) continue;
              return;
            }
            enterLua(vm, co, fn, a, count, wanted);
            continue frames;
          }

          case 38: {
            // RETURN A B: return R(A), …, R(A+B-2)
            const b = i >>> 23;
            const count = b !== 0 ? b - 1 : co.top - a;
            if (co.open.length > 0) co.close(base, heap);
            vm.gas -= pc - mark;
            co.depth--;
            const { ret, wanted } = frame;
            if (frame.mode !== TO_REGISTERS) return deliver(vm, co, frame.mode, ret, wanted, a, count);
            if (wanted === 1) stack[ret] = count > 0 ? stack[a] : undefined;
            else if (wanted < 0) {
              for (let j = 0; j < count; j++) stack[ret + j] = stack[a + j];
              co.top = ret + count;
            } else for (let j = 0; j < wanted; j++) stack[ret + j] = j < count ? stack[a + j] : undefined;
            continue frames;
          }

          case 39: {
            // FORLOOP A sBx: R(A) += R(A+2); if R(A) <?= R(A+1) then { pc += sBx; R(A+3) := R(A) }
            const index = stack[a];
            const end = stack[a + 1];
            const step = stack[a + 2];
            if (typeof index === 'number' && typeof end === 'number' && typeof step === 'number') {
              if (step === 1 && (index | 0) === index && (end | 0) === end) {
                if ((index | 0) >= (end | 0)) continue;
                stack[a] = stack[a + 3] = (index | 0) + 1;
              } else {
                // Safe integers: a loop of floats has its limit boxed. A sum that is not safe is beyond any limit.
                const next = index + step;
                if (!(step > 0 ? next <= end : next >= end)) continue;
                stack[a] = stack[a + 3] = next;
              }
            } else if (!advance(stack, a)) continue;
            break jump;
          }

          case 42: {
            // TFORLOOP A sBx: if R(A+1) ~= nil then { R(A) := R(A+1); pc += sBx }
            const control = stack[a + 1];
            if (control === undefined) continue;
            stack[a] = control;
            break jump;
          }

          default:
        }

        frame.pc = pc;
        vm.gas -= pc - mark;
        mark = pc;
        budget = 0;
        switch (i & 0x3f) {
          case 11: // NEWTABLE A B C: R(A) := {}
            stack[a] = new LuaTable(heap);
            continue;

          case 28: {
            // LEN A B: R(A) := length of R(B)
            if (meta.length(vm, stack, stack[base + (i >>> 23)], i >>> 23, a)) continue;
            return;
          }

          case 29: {
            // CONCAT A B C: R(A) := R(B) .. … .. R(C)
            const first = base + (i >>> 23);
            if (!concat(vm, co, first, base + ((i >>> 14) & 0x1ff))) return;
            stack[a] = stack[first];
            continue;
          }

          case 37: {
            // TAILCALL A B C: return R(A)(R(A+1), …, R(A+B-1))
            const b = i >>> 23;
            const fn = stack[a];
            if (vm.gas < 0) vm.refill();
            if (!(fn instanceof LuaClosure)) break;
            replaceFrame(vm, co, fn, a, b !== 0 ? b - 1 : co.top - a - 1);
            continue frames;
          }

          case 41: // TFORCALL A C: R(A+3), …, R(A+2+C) := R(A)(R(A+1), R(A+2))
            if (iterate(vm, stack, slots, pc - 1, a, (i >>> 14) & 0x1ff)) continue;
            callAt(vm, co, a + 3, 2, a + 3, (i >>> 14) & 0x1ff, TO_REGISTERS);
            return;

          case 44: // CLOSURE A Bx: R(A) := closure(KPROTO[Bx])
            stack[a] = makeClosure(heap, co, proto.protos[i >>> 14] as Proto, frame.fn as LuaClosure, base);
            continue;

          default:
        }
        // | 0: for V8 all these are machine integers, and what a call returns is not.
        pc = mark = perform(vm, co, frame, i) | 0;
        if (pc === ENTER) return;
        continue;
      }

      const distance = (i >>> 14) - 131071;
      pc += distance;
      mark += distance;
      if (distance < 0 && pc - mark > budget) {
        budget = settle(vm, co, frame, pc, pc - mark) | 0;
        mark = pc;
        if (budget === ENTERED) return;
      }
    }
  }
}
