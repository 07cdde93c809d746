/** Writes a function of Lua's bytecode as the text of a JavaScript function (see tier.ts for what it uses). */
import {
  argA,
  argB,
  argBx,
  argC,
  CALL,
  CLOSURE,
  CONCAT,
  FORLOOP,
  FORPREP,
  GETTABLE,
  GETTABUP,
  GETUPVAL,
  isTest,
  JMP,
  jumpTarget,
  LEN,
  LOADBOOL,
  LOADK,
  LOADKX,
  LOADNIL,
  MOVE,
  NEWTABLE,
  NOT,
  opcode,
  RETURN,
  SELF,
  SETLIST,
  SETTABLE,
  SETTABUP,
  SETUPVAL,
  TAILCALL,
  TFORCALL,
  TFORLOOP,
  VARARG,
  writes,
} from '../interpreter/instructions.ts';
import type { Proto } from '../interpreter/proto.ts';
import { nestingOf } from './convention.ts';
import { Emitter } from './emitter.ts';
import { following, type Graph, graphOf, type Loop, loopTest } from './graph.ts';
import { region } from './regions.ts';
import { writeCall, writeReturn, writeSetList, writeTailCall, writeVararg } from './write-calls.ts';
import { writeForLoop, writeForPrep, writeGenericFor } from './write-loops.ts';
import { isArithmetic, writeArithmetic, writeConcat, writeJump, writeTest, writeUnary } from './write-operators.ts';
import { upvalue, writeGet, writeSet } from './write-tables.ts';

export interface WrittenFunction {
  readonly text: string;
  /** Starts of loops where it can be entered. */
  readonly entries: ReadonlySet<number>;
}

/** A loop by the instruction where it will be entered, and the registers that hold numbers there. */
export interface LoopToWrite {
  readonly entry: number;
  /** Those that hold integers of 32 bits. */
  readonly small: readonly number[];
  /** Those that hold other plain numbers. */
  readonly numbers: readonly number[];
}

/**
 * The text of `proto` as a function, or undefined where its jumps have no form in JavaScript.
 *
 * @param loop only the outermost loop around it is written, everything else of `proto` stays interpreted
 */
export function writeFunction(proto: Proto, loop?: LoopToWrite): WrittenFunction | undefined {
  const graph = graphOf(proto);
  if (graph === undefined) return undefined;
  const all = { start: 0, end: proto.code.length };
  const unit = loop === undefined ? all : graph.loops.find(({ start, end }) => start <= loop.entry && loop.entry < end);
  if (unit === undefined) return undefined;
  const writer = new FunctionWriter(proto, graph, unit, loop);
  region(writer, unit.start, unit.end, undefined);
  return { text: writer.whole(), entries: new Set(writer.entries()) };
}

class FunctionWriter extends Emitter {
  constructor(
    proto: Proto,
    graph: Graph,
    unit: Pick<Loop, 'start' | 'end'>,
    private readonly loop: LoopToWrite | undefined,
  ) {
    super(proto, graph, unit);
  }

  block(start: number, end: number): void {
    this.uncounted = 0;
    const { code } = this.proto;
    for (let pc = start; pc < end; pc = following(code, pc)) {
      if (this.graph.reachable[pc] === 1) this.instruction(pc, code[pc] as number);
    }
    this.put(this.count());
  }

  /** Before the first round of a `for` loop and each other; what was done of the body is counted. */
  test(pc: number): void {
    const i = this.proto.code[pc] as number;
    if (opcode(i) === FORLOOP) writeForLoop(this, pc, i);
    else writeGenericFor(this, pc, i);
  }

  /** Saves what the code at `to` needs, and returns to the interpreter. */
  leave(to: number): string {
    const { proto, unit } = this;
    const written = new Set<number>();
    for (let pc = unit.start; pc < unit.end; pc++) {
      writes(proto, pc, (from, last) => {
        for (let r = from; r <= last; r++) written.add(r);
      });
    }
    const saved = [...written].filter((r) => this.live.before.has(to, r)).map((r) => this.save(r));
    return `${saved.join('')}frame.pc=${to};vm.gas-=g;vm.nesting-=${nestingOf(proto.stackSize)};return left(vm);`;
  }

  /**
   * Tells the JavaScript engine which registers are numbers: what comes from the stack may be anything for it, and sums that
   * may be anything are objects of its heap. Entered with anything else the code refuses.
   */
  private numbers(): string {
    const { entry, small, numbers } = this.loop as LoopToWrite;
    const isLive = (r: number): boolean => !this.captured.has(r) && this.live.before.has(entry, r);
    const narrow = small.filter(isLive).map((r) => this.register(r));
    const wide = numbers.filter(isLive).map((r) => this.register(r));
    const others = [...wide, ...narrow]
      .map((r) => `typeof ${r}!=="number"`)
      .concat(narrow.map((r) => `(${r}|0)!==${r}`))
      .join('||');
    const known = [...narrow.map((r) => `${r}=${r}|0;`), ...wide.map((r) => `${r}=+${r};`)].join('');
    return others === '' ? '' : `if(e===${entry}){if(${others})return refuse(vm,fn,${entry},lua);${known}}`;
  }

  /** Where the code can be entered, apart from its start. */
  entries(): number[] {
    const { start: first, end } = this.unit;
    return this.graph.loops.map(({ start }) => start).filter((start) => start >= first && start < end);
  }

  private instruction(pc: number, i: number): void {
    const op = opcode(i);
    const a = this.register(argA(i));
    // The tests of loops are counted where they are written.
    if (op !== FORLOOP && op !== TFORCALL && op !== TFORLOOP) this.uncounted++;
    if (isArithmetic(op)) return writeArithmetic(this, pc, i);
    if (isTest(op)) return writeTest(this, pc, i);
    switch (op) {
      case MOVE:
        return this.put(`${a}=${this.register(argB(i))};`);
      case LOADK:
        return this.put(`${a}=${this.constant(argBx(i))};`);
      case LOADKX:
        this.uncounted++;
        return this.put(`${a}=${this.constant((this.proto.code[pc + 1] as number) >>> 6)};`);
      case LOADBOOL:
        this.put(`${a}=${argB(i) !== 0};`);
        return argC(i) === 0 ? undefined : this.put(this.count(), this.go(pc, pc + 2));
      case LOADNIL:
        for (let r = argA(i); r <= argA(i) + argB(i); r++) this.put(`${this.register(r)}=undefined;`);
        return;
      case GETUPVAL:
        return this.put(`${a}=${upvalue(argB(i))};`);
      case SETUPVAL:
        return this.put(`if(u${argB(i)}.stamp<heap.epoch)u${argB(i)}.save(heap);${upvalue(argB(i))}=${a};`);
      case GETTABUP:
      case GETTABLE:
      case SELF:
        return writeGet(this, pc, i);
      case SETTABUP:
      case SETTABLE:
        return writeSet(this, pc, i);
      case NEWTABLE:
        return this.put(this.account(pc), `${a}=new LuaTable(heap);`);
      case NOT:
      case LEN:
        return writeUnary(this, pc, i);
      case CONCAT:
        return writeConcat(this, pc, i);
      case CALL:
        return writeCall(this, pc, i);
      case TAILCALL:
        return writeTailCall(this, pc, i);
      case RETURN:
        return writeReturn(this, pc, i);
      case FORPREP:
        return writeForPrep(this, pc, i);
      case FORLOOP:
        return this.put(this.count(), `continue H${jumpTarget(i, pc)};`);
      case TFORCALL:
        return this.put(this.count(), `continue H${jumpTarget(this.proto.code[pc + 1] as number, pc + 1)};`);
      case SETLIST:
        return writeSetList(this, pc, i);
      case CLOSURE:
        return this.put(this.account(pc), `${a}=makeClosure(heap,co,protos[${argBx(i)}],fn,base);`);
      case VARARG:
        return writeVararg(this, pc, i);
      case JMP: {
        if (loopTest(this.proto.code, pc) < 0) return this.put(this.count(), writeJump(this, pc, pc, i));
        return this.put(this.count(), this.saveForLoop(pc));
      }
      default:
    }
  }

  /** The function around what was written: it gets its parameters, or finds its registers on the stack (`e` > 0). */
  whole(): string {
    const { proto, captured, unit } = this;
    const isWhole = unit.start === 0 && unit.end === proto.code.length;
    const parameters = Array.from({ length: isWhole ? proto.parameterCount : 0 }, (_, r) => r);
    const registers = Array.from({ length: proto.stackSize }, (_, r) => r).filter((r) => !captured.has(r));
    const given = parameters.map((r) => (captured.has(r) ? `a${r}` : `r${r}`));
    const locals = registers.filter((r) => r >= parameters.length).map((r) => `r${r}`);
    const upvalues = proto.upvalues.map((_, u) => `u${u}=fn.upvalues[${u}]`);
    const keep = parameters.filter((r) => captured.has(r)).map((r) => `${this.register(r)}=a${r};`);
    // What the loops need that it can be entered at.
    const entries = this.entries();
    const load = registers
      .filter((r) => entries.some((start) => this.live.before.has(start, r)))
      .map((r) => this.loadRange(r, r))
      .join('');
    const end = isWhole ? '' : this.leave(unit.end);
    const numbers = isWhole ? '' : this.numbers();
    const uses = (name: string): boolean => this.out.some((code) => new RegExp(`\\b${name}\\b`).test(code));
    const ofProto = ['constants', 'slots', 'protos', 'methods'].filter(uses);
    return [
      `return function lua(${['vm', 'co', 'fn', 'func', 'e', ...given].join()}){`,
      `var ${['x', 'n', 't', 'c', 's', 'v', 'g=0', 'b=0', ...locals].join()};`,
      `const w=e,stack=co.stack,heap=vm.heap${upvalues.map((text) => `,${text}`).join('')};`,
      ofProto.length > 0 ? `const{${ofProto.join()}}=fn.proto;` : '',
      `const frame=arrive(vm,co,fn,func,${proto.stackSize},e),base=frame.base,d=co.depth;`,
      isWhole ? `if(e>0){${load}}else{${keep.join('')}e=0}` : load + numbers,
      `vm.nesting+=${nestingOf(proto.stackSize)};D:{`,
      ...this.out,
      `${end}}vm.nesting-=${nestingOf(proto.stackSize)};return MANY}`,
    ].join('\n');
  }
}
