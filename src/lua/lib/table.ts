/** The `table` library (manual §6.6). */
import { type Callback, NONE, type Library, type NativeBody, type Runtime } from '../native.ts';
import { formatNumber } from '../number/text.ts';
import type { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { addInteger, checkFunction, checkInteger, isNumber, optInteger, optString, reserve } from './arguments.ts';
import { typeName } from '../type-name.ts';
import { checkList, integerLength, plainTable, type Integer, type List } from './table-access.ts';
import { sortList } from './table-sort.ts';

/** Results that fit Lua's stack. */
const MAX_RESULTS = 999_900;
const MAX_INTEGER = 2n ** 63n - 1n;
/** Lists that `sort` takes: less than a C int counts. */
const MAX_SORTED = 2 ** 31 - 1;

/** How many integers lie from `first` to `last`: exact while safe, never below 0. */
function span(first: Integer, last: Integer): number {
  if (last < first) return 0;
  if (typeof first === 'number' && typeof last === 'number') return last - first + 1;
  return Number(BigInt(last) - BigInt(first) + 1n);
}

function itemText(rt: Runtime, value: LuaValue, index: Integer): string {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return formatNumber(value);
  throw rt.error(`invalid value (${typeName(value)}) at index ${index} in table for 'concat'`);
}

const concat: NativeBody = (rt, args) => {
  const list = checkList(rt, args, 1, { read: true, length: true });
  const size = list.length();
  const separator = optString(rt, args, 2, '');
  const first = optInteger(rt, args, 3, 1);
  const last = optInteger(rt, args, 4, size);
  const count = span(first, last);
  const items: string[] = [];
  let length = 0;
  for (let offset = 0; offset < count; offset++) {
    const index = addInteger(first, offset);
    const text = itemText(rt, list.get(index), index);
    length += text.length + separator.length;
    items.push(text);
    if ((offset & 255) === 255) rt.charge(128);
  }
  rt.charge(Math.trunc((count & 255) / 2));
  if (count === 0) return '';
  reserve(rt, length - separator.length);
  return items.join(separator);
};

const insert: NativeBody = (rt, args) => {
  const table = args.length === 2 ? plainTable(args, 1) : undefined;
  if (table !== undefined) {
    table.setInteger(table.length() + 1, args[1]);
    return NONE;
  }
  const list = checkList(rt, args, 1, { read: true, write: true, length: true });
  const end = addInteger(list.length(), 1);
  if (args.length === 2) {
    list.set(end, args[1]);
    return NONE;
  }
  if (args.length !== 3) throw rt.error("wrong number of arguments to 'insert'");
  const position = checkInteger(rt, args, 2);
  // Compared as Lua does, without a sign: with a wrapped `end` any position is in bounds.
  const offset = BigInt.asUintN(64, BigInt(position) - 1n);
  if (!(offset < BigInt.asUintN(64, BigInt(end)))) throw rt.argError(2, 'position out of bounds');
  if (typeof end === 'number' && typeof position === 'number') {
    rt.charge(Math.trunc(Math.max(0, end - position) / 4));
    for (let at = end; at > position; at--) list.set(at, list.get(at - 1));
  } else {
    for (let at = end; at > position; at = addInteger(at, -1)) list.set(at, list.get(addInteger(at, -1)));
  }
  list.set(position, args[2]);
  return NONE;
};

const remove: NativeBody = (rt, args) => {
  const list = checkList(rt, args, 1, { read: true, write: true, length: true });
  const size = list.length();
  const position = optInteger(rt, args, 2, size);
  if (position !== size && !(position >= 1 && position <= addInteger(size, 1))) {
    throw rt.argError(1, 'position out of bounds');
  }
  const removed = list.get(position);
  const moved = span(position, size) - 1;
  if (moved > 0) rt.charge(Math.trunc(moved / 4));
  let at = position;
  for (; at < size; at = addInteger(at, 1)) list.set(at, list.get(addInteger(at, 1)));
  list.set(at, undefined);
  return removed;
};

const move: NativeBody = (rt, args) => {
  const from = checkInteger(rt, args, 2);
  const end = checkInteger(rt, args, 3);
  const to = checkInteger(rt, args, 4);
  const target = args[4] === undefined ? 1 : 5;
  const source = checkList(rt, args, 1, { read: true });
  const destination = checkList(rt, args, target, { write: true });
  if (end >= from) {
    if (!(from > 0 || BigInt(end) < MAX_INTEGER + BigInt(from))) throw rt.argError(3, 'too many elements to move');
    const count = span(from, end);
    if (BigInt(to) > MAX_INTEGER - (BigInt(end) - BigInt(from))) throw rt.argError(4, 'destination wrap around');
    const forward = to > end || to <= from || (target !== 1 && !rt.equals(args[0], args[4]));
    for (let offset = 0; offset < count; offset++) {
      const step = forward ? offset : count - 1 - offset;
      destination.set(addInteger(to, step), source.get(addInteger(from, step)));
      if ((offset & 63) === 63) rt.charge(32);
    }
    rt.charge(Math.trunc((count & 63) / 2));
  }
  return args[target - 1];
};

const pack: NativeBody = (rt, args) => {
  const table = rt.newTable();
  rt.allocate(args.length * 16);
  rt.charge(Math.trunc(args.length / 4));
  // As a list with holes: `#` then finds the border that Lua finds.
  table.restore({ array: args.slice(), nodes: [], mixed: false });
  table.setString('n', args.length);
  return table;
};

const unpack: NativeBody = (rt, args) => {
  const value = args[0];
  const first = optInteger(rt, args, 2, 1);
  const last = args[2] === undefined ? integerLength(rt, value) : checkInteger(rt, args, 3);
  const count = span(first, last);
  if (count >= MAX_RESULTS) throw rt.error('too many results to unpack');
  rt.charge(Math.trunc(count / 4));
  const results: LuaValue[] = [];
  const table = plainTable(args, 1);
  for (let offset = 0; offset < count; offset++) {
    const index = addInteger(first, offset);
    results.push(table === undefined ? rt.index(value, index) : table.get(index));
  }
  return results;
};

/** A list of plain values taken out of its table, to be put back when sorted or when the comparator raises. */
class CopiedList implements List {
  constructor(readonly values: LuaValue[]) {}

  get(index: Integer): LuaValue {
    return this.values[(index as number) - 1];
  }

  set(index: Integer, value: LuaValue): void {
    this.values[(index as number) - 1] = value;
  }

  length(): number {
    return this.values.length;
  }
}

function sortPlain(rt: Runtime, table: LuaTable, size: number, comparator: Callback | undefined): void {
  const values: LuaValue[] = [];
  for (let index = 1; index <= size; index++) values.push(table.getInteger(index));
  try {
    sortList(rt, new CopiedList(values), size, comparator);
  } finally {
    for (let index = 1; index <= size; index++) {
      const value = values[index - 1];
      if (table.getInteger(index) !== value) table.setInteger(index, value);
    }
  }
}

const sort: NativeBody = (rt, args) => {
  const list = checkList(rt, args, 1, { read: true, write: true, length: true });
  const size = list.length();
  if (size <= 1) return NONE;
  if (size >= MAX_SORTED) throw rt.argError(1, 'array too big');
  const comparator = args[1] === undefined ? undefined : checkFunction(rt, args, 2);
  const table = plainTable(args, 1);
  const callback = comparator && rt.callback(comparator, 2);
  try {
    if (table === undefined) sortList(rt, list, Number(size), callback);
    else sortPlain(rt, table, Number(size), callback);
  } finally {
    callback?.end();
  }
  return NONE;
};

export const tableLibrary: Library = {
  name: 'table',
  functions: { concat, insert, move, pack, remove, sort, unpack },
};
