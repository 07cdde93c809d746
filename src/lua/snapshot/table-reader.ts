/** Reads the contents of tables, so that they keep every promise of table.ts. */
import type { LazyTable } from '../lazy-table.ts';
import type { LuaTable, TableState } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { badSnapshot } from './bad-snapshot.ts';
import { LAZY_TABLE, NIL, OBJECT, TABLE } from './format.ts';
import type { ValueReader } from './value-reader.ts';

export function readTable(reader: ValueReader, table: LuaTable): void {
  const mixed = reader.input.flag();
  table.restore(readState(reader, mixed));
  readMetatable(reader, table);
}

/** @param table as `present` makes it: nothing is converted */
export function readLazyTable(reader: ValueReader, table: LazyTable): void {
  const { input } = reader;
  const mixed = input.flag();
  const pending = input.flag() ? undefined : table.snapshot().pending;
  table.restore({ ...readState(reader, mixed), pending });
  readMetatable(reader, table);
}

function readState(reader: ValueReader, mixed: boolean): TableState {
  const { input } = reader;
  const array = reader.values(input.length());
  const nodes: LuaValue[] = [];
  // A key and a value take two bytes at least.
  const keys = new Set<LuaValue>();
  let named = 0;
  for (let count = input.length(2); count > 0; count--) {
    const key = reader.key(array.length + 1);
    const value = reader.value();
    if (key === undefined && value !== undefined) throw badSnapshot('a value has no key');
    if (typeof key === 'number' && (key | 0) === key && key > 0 && !mixed)
      throw badSnapshot('a table has integer keys that it does not know of');
    nodes.push(key, value);
    if (key === undefined) continue;
    keys.add(key);
    named++;
  }
  if (keys.size !== named) throw badSnapshot('a table has a key twice');
  return { array, nodes, mixed };
}

function readMetatable(reader: ValueReader, table: LuaTable): void {
  const { input } = reader;
  const tag = input.byte();
  if (tag === NIL) table.setMetatable(undefined);
  else if (tag === OBJECT + TABLE || tag === OBJECT + LAZY_TABLE)
    table.setMetatable(reader.place(tag - OBJECT) as LuaTable);
  else throw badSnapshot('a metatable is no table');
}
