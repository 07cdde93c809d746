/**
 * What the writers of instructions share: names for registers and constants, and how accounts are made.
 *
 * In the written code `stack`, `base`, `frame`, `heap` and `d` are those of the activation, `g` is the gas since the last
 * account, `b` how far it may go before it has to be looked at (both as in run.ts), `x n t c s v` are scratch variables,
 * and leaving the block `D` gives the activation back to the interpreter, which finds its registers on the stack.
 */
import { argBx, CLOSURE, opcode } from '../interpreter/instructions.ts';
import { CALLED_LUA, FIRST_CONSTANT, type Proto } from '../interpreter/proto.ts';
import { liveness, type Liveness, type RegisterSets } from '../interpreter/register-sets.ts';
import type { LuaValue } from '../value.ts';
import type { Graph, Loop } from './graph.ts';
import { isWritable } from './known.ts';
import { go, type Structure } from './regions.ts';
import { savedAtEntry, unsavedRegisters } from './unsaved.ts';

export abstract class Emitter implements Structure {
  readonly out: string[] = [];
  readonly live: Liveness;
  /** Registers that closures share: they stay on the stack. */
  readonly captured = new Set<number>();
  /** Instructions of the block at hand that `g` does not count yet. */
  uncounted = 0;
  private readonly unsaved: RegisterSets;

  constructor(
    readonly proto: Proto,
    readonly graph: Graph,
    readonly unit: Pick<Loop, 'start' | 'end'>,
  ) {
    this.live = liveness(proto);
    this.unsaved = unsavedRegisters(proto, graph, this.live);
    for (const i of proto.code) {
      if (opcode(i) !== CLOSURE) continue;
      for (const { inStack, index } of (proto.protos[argBx(i)] as Proto).upvalues)
        if (inStack) this.captured.add(index);
    }
  }

  abstract block(start: number, end: number): void;
  abstract test(pc: number): void;
  abstract leave(to: number): string;

  put(...code: string[]): void {
    this.out.push(...code);
  }

  /** Whether the interpreter saw a Lua function called by the instruction at `pc`. */
  calledLua(pc: number): boolean {
    return this.proto.slots[pc] === CALLED_LUA;
  }

  place(register: number): string {
    return `base+${register}`;
  }

  register(register: number): string {
    return this.captured.has(register) ? `stack[${this.place(register)}]` : `r${register}`;
  }

  constant(index: number): string {
    const value = this.proto.constants[index];
    return isWritable(value)
      ? typeof value === 'number' && value < 0
        ? `(${value})`
        : JSON.stringify(value)
      : `constants[${index}]`;
  }

  /** The value of an operand that is a register or a constant. */
  operand(operand: number): string {
    return operand >= FIRST_CONSTANT ? this.constant(operand - FIRST_CONSTANT) : this.register(operand);
  }

  /** The constant that an operand is. */
  known(operand: number): LuaValue {
    return operand >= FIRST_CONSTANT ? this.proto.constants[operand - FIRST_CONSTANT] : undefined;
  }

  /**
   * A slow path inside a block: saves what is needed later, and calls what does the instruction in full (operations.ts).
   * The block goes on counting.
   */
  slow(pc: number, into: string, name: string, ...operands: readonly string[]): string {
    const count = this.uncounted;
    return `${this.saves(pc)}${this.leaving(into, name, pc, operands, count)}g=b=${-count};`;
  }

  /** As {@link slow} on the main way: nothing is uncounted afterwards. */
  step(pc: number, into: string, name: string, ...operands: readonly string[]): string {
    return this.saves(pc) + this.savedStep(pc, into, name, ...operands);
  }

  /** As {@link step} where what is needed later is saved already. */
  savedStep(pc: number, into: string, name: string, ...operands: readonly string[]): string {
    const count = this.uncounted;
    this.uncounted = 0;
    return `${this.leaving(into, name, pc, operands, count)}g=b=0;`;
  }

  /** As {@link step} by what never leaves. */
  find(pc: number, into: string, name: string, ...operands: readonly string[]): string {
    const count = this.uncounted;
    this.uncounted = 0;
    return `${this.saves(pc)}${into}=${this.helper(name, pc, operands, count)};g=b=0;`;
  }

  private leaving(into: string, name: string, pc: number, operands: readonly string[], count: number): string {
    return `if((${into}=${this.helper(name, pc, operands, count)})===MANY)break D;`;
  }

  private helper(name: string, pc: number, operands: readonly string[], count: number): string {
    return `${name}(${['vm', 'frame', pc, ...operands, `g+${count}`].join()})`;
  }

  /** Before what needs the frame in order and does not see to that itself: nothing is uncounted afterwards. */
  account(pc: number, next = pc + 1): string {
    const code = `${this.saves(pc)}frame.pc=${next};vm.gas-=g+${this.uncounted};g=b=0;`;
    this.uncounted = 0;
    return code;
  }

  /** Saves what the instruction at `pc` may not find on the stack and something later needs. */
  saves(pc: number): string {
    let code = '';
    for (let r = 0; r < this.proto.stackSize; r++) {
      if (this.live.across.has(pc, r) && this.unsaved.has(pc, r)) code += this.save(r);
    }
    return code;
  }

  /** Copies a register to its place on the stack. */
  save(register: number): string {
    return this.captured.has(register) ? '' : `stack[${this.place(register)}]=r${register};`;
  }

  saveRange(from: number, to: number): string {
    let code = '';
    for (let r = from; r <= to; r++) code += this.save(r);
    return code;
  }

  /** Copies registers back from the stack. */
  loadRange(from: number, to: number): string {
    let code = '';
    for (let r = from; r <= to; r++) if (!this.captured.has(r)) code += `r${r}=stack[${this.place(r)}];`;
    return code;
  }

  /** Saves at the jump at `pc` what the loop behind it only reads. */
  saveForLoop(pc: number): string {
    return savedAtEntry(this.proto, this.graph, this.live, pc)
      .map((r) => this.save(r))
      .join('');
  }

  /** Counts the instructions of the block up to here. */
  count(): string {
    const { uncounted } = this;
    this.uncounted = 0;
    return uncounted === 0 ? '' : `g+=${uncounted};`;
  }

  go(pc: number, to: number): string {
    return go(this, pc, to);
  }

  /** Looks at gas, as the interpreter does where it jumps back. */
  look(to: number): string {
    return `if(g>b){b=settle(vm,frame,g,${to});g=0}`;
  }

  back(pc: number, to: number): string {
    return this.look(to) + this.go(pc, to);
  }
}
