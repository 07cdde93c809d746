/** Writes a heap that no call runs in (format.ts). */
import { isMap } from '../../core/value.ts';
import { builtinName } from '../aos/builtin-module.ts';
import type { Coroutine } from '../interpreter/coroutine.ts';
import { INHERITED } from '../interpreter/frame.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { type Chunk, type Proto, protosOf } from '../interpreter/proto.ts';
import { LazyTable } from '../lazy-table.ts';
import type { LuaTable } from '../table.ts';
import { LuaFloat, type LuaValue } from '../value.ts';
import type { ByteWriter } from './byte-writer.ts';
import { codeSum } from './code-sum.ts';
import { KINDS } from './format.ts';
import { frameValues, Inventory } from './inventory.ts';
import { ValueWriter } from './value-writer.ts';

/** @param root what the host holds of the heap beside the globals, which the reader gives back */
export function writeHeap(vm: Interpreter, root: LuaValue, to: ByteWriter): void {
  if (vm.main.depth > 0 || vm.heap.epoch > 0) throw new Error('A heap is saved between calls only');
  const inventory = new Inventory(vm.main);
  const libraries = [...vm.loaded];
  for (const [, table] of libraries) inventory.add(table);
  for (const value of [vm.stringMetatable, vm.nextFunction, vm.ipairsIterator, root]) inventory.add(value);

  const writer = new ValueWriter(inventory, vm.main);
  new HeapWriter(inventory, writer).write();
  const { out } = writer;
  out.count(libraries.length);
  for (const [name, table] of libraries) {
    writer.text(name);
    writer.place(table);
  }
  writer.value(vm.stringMetatable);
  writer.value(root);
  writeAddresses(vm, inventory, out);
  out.count(vm.main.stack.length);
  out.float(vm.heap.bytes);

  writer.writeTexts(to);
  to.append(out.written());
}

function writeAddresses({ heap }: Interpreter, inventory: Inventory, out: ByteWriter): void {
  out.count(heap.lastId);
  const given: [kind: number, place: number, id: number][] = [];
  if (heap.lastId > 0)
    for (let kind = 0; kind < KINDS; kind++)
      inventory.ofKind(kind).forEach((object, place) => {
        const id = heap.idOf(object);
        if (id > 0) given.push([kind, place, id]);
      });
  out.count(given.length);
  for (const numbers of given) for (const number of numbers) out.count(number);
}

class HeapWriter {
  private readonly out: ByteWriter;

  constructor(
    private readonly inventory: Inventory,
    private readonly writer: ValueWriter,
  ) {
    this.out = writer.out;
  }

  write(): void {
    const { inventory, out } = this;
    const functions = this.chunks();
    for (let kind = 0; kind < KINDS; kind++) out.count(inventory.ofKind(kind).length);
    this.origins();
    this.shells(functions);
    for (const table of [...inventory.tables, ...inventory.lazyTables]) this.table(table);
    for (const upvalue of inventory.upvalues) {
      const isOpen = inventory.open.has(upvalue);
      out.byte(isOpen ? 1 : 0);
      if (!isOpen) this.writer.value(upvalue.stack[upvalue.index]);
    }
    for (const closure of inventory.closures) for (const upvalue of closure.upvalues) this.writer.place(upvalue);
    for (const coroutine of inventory.coroutines) this.coroutine(coroutine);
  }

  /** What closures are compiled from. @returns the places of their functions: chunk, and function in it */
  private chunks(): Map<Proto, [chunk: number, place: number]> {
    const { out, writer } = this;
    const chunks = new Set<Chunk>();
    for (const { proto } of this.inventory.closures) {
      if (proto.chunk === undefined) throw new Error('Bytecode without its text cannot be saved');
      chunks.add(proto.chunk);
    }
    const places = new Map<Proto, [number, number]>();
    out.count(chunks.size);
    let number = 0;
    for (const { main, name, text } of chunks) {
      const builtin = builtinName(main);
      out.byte(builtin === undefined ? 0 : 1);
      writer.text(builtin ?? name);
      if (builtin === undefined) writer.text(text);
      out.count(codeSum(main));
      protosOf(main).forEach((proto, place) => places.set(proto, [number, place]));
      number++;
    }
    return places;
  }

  private origins(): void {
    const { out, writer } = this;
    for (const origin of this.inventory.origins) {
      out.byte(isMap(origin) ? 1 : 0);
      out.count(isMap(origin) ? origin.size : origin.length);
      if (isMap(origin))
        for (const [key, part] of origin) {
          writer.text(key);
          writer.part(part);
        }
      else for (const part of origin) writer.part(part);
    }
  }

  private shells(functions: ReadonlyMap<Proto, [number, number]>): void {
    const { inventory, out, writer } = this;
    for (const { proto } of inventory.closures)
      for (const number of functions.get(proto) as [number, number]) out.count(number);
    for (const { name } of inventory.natives) writer.text(name);
    for (const { name, state } of inventory.nativeClosures) {
      writer.text(name);
      writer.place(state);
    }
    for (const { coroutine } of inventory.wrappers) writer.place(coroutine);
    for (const { origin } of inventory.lazyTables) writer.place(origin);
  }

  private table(table: LuaTable): void {
    const { out, writer } = this;
    const state = table.snapshot();
    out.byte(state.mixed ? 1 : 0);
    if (table instanceof LazyTable) out.byte(table.isSettled ? 1 : 0);
    out.count(state.array.length);
    writer.values(state.array);
    out.count(state.nodes.length / 2);
    for (let i = 0; i < state.nodes.length; i += 2) {
      const key = state.nodes[i];
      const isBeyond = typeof key === 'number' && Number.isInteger(key) && !Number.isSafeInteger(key);
      writer.value(isBeyond ? new LuaFloat(key) : key);
      writer.value(state.nodes[i + 1]);
    }
    writer.value(table.metatable);
  }

  private coroutine(coroutine: Coroutine): void {
    const { out, writer } = this;
    const { status, stack, depth, frames, open, top, failedIn } = coroutine;
    if (status !== 'suspended' && status !== 'dead') throw new Error(`A ${status} coroutine cannot be saved`);
    out.byte(status === 'dead' ? 1 : 0);
    out.count(stack.length);
    out.count(status === 'dead' ? 0 : coroutine.extent());
    if (status !== 'dead') writer.values(stack.slice(0, coroutine.extent()));
    out.count(top);
    out.count(depth);
    let nativeDepth = 0;
    for (const frame of frames.slice(0, depth)) {
      const { kind, base, pc, func, ret, wanted, mode, isTail, isWrap } = frame;
      if (frame.nativeDepth !== INHERITED) nativeDepth = frame.nativeDepth;
      for (const number of [kind, base, pc, frame.top, func, ret, wanted + 1, mode, nativeDepth]) out.count(number);
      out.byte((isTail ? 1 : 0) | (isWrap ? 2 : 0));
      for (const value of frameValues(frame)) writer.value(value);
    }
    out.count(open.length);
    for (const upvalue of open) {
      writer.place(upvalue);
      out.count(upvalue.index);
    }
    writer.value(failedIn);
  }
}
