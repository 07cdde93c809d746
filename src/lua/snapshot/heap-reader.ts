/** Makes the heap of a fresh interpreter that of a snapshot (format.ts). Refused half-way, it is left unusable. */
import type { MapValue, ListValue, Value } from '../../core/value.ts';
import { builtinModule } from '../aos/builtin-module.ts';
import { compile } from '../compiler/compile.ts';
import { LuaError } from '../errors.ts';
import { LuaClosure, Upvalue } from '../interpreter/closure.ts';
import { ControlFunction } from '../interpreter/control.ts';
import { Coroutine } from '../interpreter/coroutine.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import { type Proto, protosOf } from '../interpreter/proto.ts';
import { present } from '../lazy-border.ts';
import type { LazyTable } from '../lazy-table.ts';
import { wrapCoroutine } from '../lib/coroutine.ts';
import { restoreNativeClosure } from '../lib/native-closure.ts';
import { NativeFunction } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { badSnapshot } from './bad-snapshot.ts';
import type { ByteReader } from './byte-reader.ts';
import { codeSum } from './code-sum.ts';
import { readCoroutine, readStackLength } from './coroutine-reader.ts';
import {
  CLOSURE,
  COROUTINE,
  KINDS,
  LAZY_TABLE,
  NATIVE,
  NATIVE_CLOSURE,
  ORIGIN,
  TABLE,
  UPVALUE,
  WRAPPER,
} from './format.ts';
import { readLazyTable, readTable } from './table-reader.ts';
import { ValueReader } from './value-reader.ts';

/** All that a heap may hold of natives, by name. */
export type Natives = ReadonlyMap<string, NativeFunction>;

/**
 * @returns what the writer was given as its root
 * @throws PocketbeamError `bad-snapshot`
 */
export function readHeap(vm: Interpreter, input: ByteReader, natives: Natives): LuaValue {
  const { heap } = vm;
  // What is made here is not accounted for: the account is restored at the end.
  heap.bytes = -Infinity;
  return new HeapReader(vm, input, natives).read();
}

class HeapReader {
  private readonly reader: ValueReader;
  private readonly objects: object[][] = Array.from({ length: KINDS }, () => []);
  private readonly counts: number[] = [];

  constructor(
    private readonly vm: Interpreter,
    private readonly input: ByteReader,
    private readonly natives: Natives,
  ) {
    const texts: string[] = [];
    for (let count = input.length(); count > 0; count--) texts.push(input.text());
    this.reader = new ValueReader(input, texts, this.objects, vm.main);
  }

  read(): LuaValue {
    const { input } = this;
    const chunks = this.chunks();
    for (let kind = 0; kind < KINDS; kind++) this.counts.push(input.length());
    this.make(ORIGIN, () => this.origin());
    this.shells(chunks);
    this.contents();
    return this.roots();
  }

  private make(kind: number, maker: (place: number) => object): void {
    const made = this.objects[kind] as object[];
    for (let place = 0; place < (this.counts[kind] as number); place++) made.push(maker(place));
  }

  private all<T extends object>(kind: number): readonly T[] {
    return this.objects[kind] as T[];
  }

  private chunks(): Proto[][] {
    const { input, reader } = this;
    const chunks: Proto[][] = [];
    for (let count = input.length(); count > 0; count--) {
      const main = input.flag() ? builtinModule(reader.text()) : compiled(reader.text(), reader.text());
      if (main === undefined) throw badSnapshot('it names a module that is none');
      if (input.count() !== codeSum(main)) throw badSnapshot('its functions compile to other code here');
      chunks.push(protosOf(main));
    }
    return chunks;
  }

  private origin(): MapValue | ListValue {
    const { input, reader } = this;
    const isMap = input.flag();
    const size = input.length();
    if (!isMap) return Array.from({ length: size }, () => reader.part());
    const map = new Map<string, Value>();
    for (let i = 0; i < size; i++) map.set(reader.text(), reader.part());
    if (map.size !== size) throw badSnapshot('a map has a key twice');
    return map;
  }

  private shells(chunks: readonly (readonly Proto[])[]): void {
    const { vm, input, reader } = this;
    // The writer lists the globals first; they stay the table that this interpreter has.
    this.make(TABLE, (place) => (place === 0 ? vm.globals : new LuaTable(vm.heap)));
    this.make(COROUTINE, () => new Coroutine());
    this.make(UPVALUE, () => new Upvalue([undefined], 0));
    this.make(CLOSURE, () => {
      const protos = chunks[input.below(chunks.length, 'chunk')] as readonly Proto[];
      return new LuaClosure(protos[input.below(protos.length, 'function')] as Proto, []);
    });
    const taken = new Set<NativeFunction>();
    this.make(NATIVE, () => this.native(reader.text(), taken));
    this.make(NATIVE_CLOSURE, () => {
      const name = reader.text();
      return restoreNativeClosure(name, reader.place(TABLE) as LuaTable) ?? unknownNative(name);
    });
    this.make(WRAPPER, () => wrapCoroutine(reader.place(COROUTINE) as Coroutine));
    this.make(LAZY_TABLE, () => present(reader.place(ORIGIN) as MapValue | ListValue, vm) as LazyTable);
  }

  /** The native of this name; another one like it when a program has made it twice. */
  private native(name: string, taken: Set<NativeFunction>): NativeFunction {
    const native = this.natives.get(name) ?? unknownNative(name);
    if (!taken.has(native)) {
      taken.add(native);
      return native;
    }
    if (native instanceof ControlFunction) throw badSnapshot(`it has ${name} twice`);
    return new NativeFunction(name, native.body);
  }

  private contents(): void {
    const { reader, input } = this;
    for (const table of this.all<LuaTable>(TABLE)) readTable(reader, table);
    for (const table of this.all<LazyTable>(LAZY_TABLE)) readLazyTable(reader, table);
    const open = new Set<Upvalue>();
    for (const upvalue of this.all<Upvalue>(UPVALUE)) {
      if (input.flag()) open.add(upvalue);
      else upvalue.stack[0] = reader.value();
    }
    for (const { proto, upvalues } of this.all<LuaClosure>(CLOSURE))
      for (let i = 0; i < proto.upvalues.length; i++) upvalues.push(reader.place(UPVALUE) as Upvalue);
    let places = 0;
    for (const coroutine of this.all<Coroutine>(COROUTINE)) {
      places += readCoroutine(reader, coroutine, open);
      if (places * 8 > this.vm.heap.limit) throw badSnapshot('its coroutines take more memory than there is');
    }
    if (open.size > 0) throw badSnapshot('an upvalue is nowhere');
  }

  private roots(): LuaValue {
    const { vm, input, reader } = this;
    const { heap, loaded } = vm;
    if (input.length() !== loaded.size) throw badSnapshot('it has other libraries');
    for (const name of [...loaded.keys()]) {
      const table = reader.text() === name ? (reader.place(TABLE) as LuaTable) : undefined;
      if (table === undefined || (name === '_G') !== (table === vm.globals))
        throw badSnapshot('it has other libraries');
      loaded.set(name, table);
    }
    const metatable = reader.value();
    if (metatable !== undefined && !(metatable instanceof LuaTable)) throw badSnapshot('a metatable is no table');
    vm.stringMetatable = metatable;
    const root = reader.value();
    this.addresses();
    for (let count = readStackLength(reader); count > 0; count--) vm.main.stack.push(undefined);
    const bytes = input.float();
    if (!(bytes >= 0 && Number.isFinite(bytes))) throw badSnapshot('its account of memory is wrong');
    if (input.left > 0) throw badSnapshot('something follows it');
    heap.bytes = bytes;
    return root;
  }

  private addresses(): void {
    const { input, reader } = this;
    const { heap } = this.vm;
    heap.lastId = input.count();
    const given = new Set<number>();
    for (let count = input.length(); count > 0; count--) {
      const object = reader.place(input.below(KINDS, 'kind'));
      const id = input.below(heap.lastId + 1, 'address');
      if (id === 0 || given.has(id)) throw badSnapshot('an address is given twice');
      given.add(id);
      heap.restoreId(object, id);
    }
  }
}

function compiled(name: string, text: string): Proto {
  try {
    return compile(text, name);
  } catch (error) {
    if (error instanceof LuaError) throw badSnapshot(`its text ${name} is no Lua`);
    throw error;
  }
}

function unknownNative(name: string): never {
  throw badSnapshot(`there is no native ${name}`);
}
