/** Everything that a heap can still reach, by kind. An object's place among those of its kind is its name in a snapshot. */
import { isList, isMap, type ListValue, type MapValue } from '../../core/value.ts';
import { LuaClosure, Upvalue } from '../interpreter/closure.ts';
import { CoroutineWrapper } from '../interpreter/control.ts';
import { Coroutine } from '../interpreter/coroutine.ts';
import { type Frame, PROTECTED_CALL, TO_HOST } from '../interpreter/frame.ts';
import { LazyTable } from '../lazy-table.ts';
import { NativeClosure } from '../lib/native-closure.ts';
import type { NativeFunction } from '../native.ts';
import { LuaTable } from '../table.ts';
import { TagArray } from '../tag-array.ts';
import { LuaFloat, type LuaValue } from '../value.ts';
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

type HeapObject = LuaTable | LuaClosure | Coroutine | NativeFunction | Upvalue;
type Origin = MapValue | ListValue;

/** What a frame refers to. Others of its fields may be left over from a frame that stood in its place before. */
export function frameValues({ fn, kind, handler, mode, via }: Frame): [fn: LuaValue, handler: LuaValue, via: LuaValue] {
  return [fn, kind === PROTECTED_CALL ? handler : undefined, mode === TO_HOST ? via : undefined];
}

export class Inventory {
  readonly tables: LuaTable[] = [];
  readonly lazyTables: LazyTable[] = [];
  readonly closures: LuaClosure[] = [];
  readonly coroutines: Coroutine[] = [];
  readonly natives: NativeFunction[] = [];
  readonly nativeClosures: NativeClosure[] = [];
  readonly wrappers: CoroutineWrapper[] = [];
  readonly upvalues: Upvalue[] = [];
  /** Each after those it holds. */
  readonly origins: Origin[] = [];
  /** Upvalues that are still registers of a coroutine that can go on. */
  readonly open = new Set<Upvalue>();
  private readonly references = new Map<object, number>();
  private readonly pending: HeapObject[] = [];

  /** @param main is not listed: every heap has one */
  constructor(private readonly main: Coroutine) {}

  /** The objects of a kind. */
  ofKind(kind: number): readonly object[] {
    const { tables, lazyTables, closures, coroutines, natives, nativeClosures, wrappers, upvalues, origins } = this;
    return [tables, lazyTables, closures, coroutines, natives, nativeClosures, wrappers, upvalues, origins][
      kind
    ] as readonly object[];
  }

  /** Kind and place of an object that was reached. */
  reference(object: object): { kind: number; place: number } {
    const reference = this.references.get(object);
    if (reference === undefined) throw new Error('An object was missed by the walk through the heap');
    return { kind: reference % KINDS, place: Math.floor(reference / KINDS) };
  }

  /** Lists a value and all that it leads to. */
  add(root: LuaValue): void {
    this.note(root);
    for (let object = this.pending.pop(); object !== undefined; object = this.pending.pop()) this.walk(object);
  }

  private note(value: LuaValue): void {
    if (typeof value !== 'object' || value instanceof LuaFloat || value === this.main || this.references.has(value))
      return;
    if (value instanceof LazyTable) {
      this.list(value, LAZY_TABLE, this.lazyTables);
      this.addOrigin(value.origin);
    } else if (value instanceof LuaTable) {
      if (value instanceof TagArray) value.settle();
      this.list(value, TABLE, this.tables);
    } else if (value instanceof LuaClosure) this.list(value, CLOSURE, this.closures);
    else if (value instanceof Coroutine) this.list(value, COROUTINE, this.coroutines);
    else if (value instanceof NativeClosure) this.list(value, NATIVE_CLOSURE, this.nativeClosures);
    else if (value instanceof CoroutineWrapper) this.list(value, WRAPPER, this.wrappers);
    else this.list(value, NATIVE, this.natives);
  }

  private list<T extends HeapObject>(object: T, kind: number, objects: T[]): void {
    this.references.set(object, objects.length * KINDS + kind);
    objects.push(object);
    this.pending.push(object);
  }

  private walk(object: HeapObject): void {
    if (object instanceof LuaTable) {
      for (const value of object.array) this.note(value);
      for (const value of object.nodes) this.note(value);
      this.note(object.metatable);
    } else if (object instanceof LuaClosure) for (const upvalue of object.upvalues) this.noteUpvalue(upvalue);
    else if (object instanceof Upvalue) this.note(object.stack[object.index]);
    else if (object instanceof Coroutine) this.walkCoroutine(object);
    else if (object instanceof NativeClosure) this.note(object.state);
    else if (object instanceof CoroutineWrapper) this.note(object.coroutine);
  }

  private walkCoroutine(coroutine: Coroutine): void {
    const extent = coroutine.extent();
    for (let i = 0; i < extent; i++) this.note(coroutine.stack[i]);
    for (let depth = 0; depth < coroutine.depth; depth++) {
      const frame = coroutine.frames[depth];
      if (frame !== undefined) for (const value of frameValues(frame)) this.note(value);
    }
    for (const upvalue of coroutine.open) {
      this.open.add(upvalue);
      this.noteUpvalue(upvalue);
    }
    this.note(coroutine.failedIn);
  }

  private noteUpvalue(upvalue: Upvalue): void {
    if (!this.references.has(upvalue)) this.list(upvalue, UPVALUE, this.upvalues);
  }

  private addOrigin(root: Origin): void {
    const path = [root];
    for (let origin = path.at(-1); origin !== undefined; origin = path.at(-1)) {
      const before = path.length;
      if (!this.references.has(origin))
        for (const part of origin.values())
          if ((isMap(part) || isList(part)) && !this.references.has(part)) path.push(part);
      if (path.length > before) continue;
      path.pop();
      if (this.references.has(origin)) continue;
      this.references.set(origin, this.origins.length * KINDS + ORIGIN);
      this.origins.push(origin);
    }
  }
}
