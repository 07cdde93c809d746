/** What was found out about tables that hardly ever change: true until something of them is written. */
import type { LuaTable } from '../table.ts';

/**
 * Findings about tables, for as long as nothing writes to them ({@link LuaTable.watch}): no message, no rollback. They only save
 * work: they are lost now and then, and are never part of a snapshot.
 */
export class Unchanged<T> {
  private readonly findings = new WeakMap<LuaTable, { version: number; value: T }>();

  /** What was found out about a table, undefined when that has to be done (again). */
  of(table: LuaTable): T | undefined {
    const finding = this.findings.get(table);
    return finding !== undefined && finding.version === table.heap.version ? finding.value : undefined;
  }

  /** Keeps a finding about `table` which follows from it and from `parts`, raw. */
  keep(table: LuaTable, parts: readonly LuaTable[], value: T): void {
    if (table.watch() && parts.every((part) => part.watch()))
      this.findings.set(table, { version: table.heap.version, value });
  }
}
