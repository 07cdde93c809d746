/**
 * Archives of processes over a key-value store: one compressed file with version and checksum (container.ts), in it lines
 * of JSON (lines.ts).
 */
import { PocketbeamError, show } from '../core/errors.ts';
import { MAX_ARCHIVE } from '../core/limits.ts';
import type { Archives, Imported } from '../core/ports/archives.ts';
import type { ProcessHead } from '../core/ports/store.ts';
import { checkTasks } from '../core/too-many-tasks.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { tasksOf } from '../store/cron-tasks.ts';
import type { Key, KeyValue, Transaction } from '../store/key-value.ts';
import { removeProcess } from '../store/maintenance.ts';
import { createStore } from '../store/process-store.ts';
import type { At } from '../store/schedule.ts';
import { storeOf } from './bring.ts';
import { seal, unseal } from './container.ts';
import { readLines, writeLines, type ArchivedProcess } from './lines.ts';
import { checkProofs } from './proofs.ts';
import { takeProcess } from './take.ts';

/**
 * @param limit of bytes that an archive may have, packed and unpacked.
 * @param now the time by the clock of the store. Default: where that goes by the clock of the machine.
 */
export function createArchives(kv: KeyValue, limit = MAX_ARCHIVE, now = () => createStore(kv).now()): Archives {
  async function* taken(process?: string): AsyncGenerator<ArchivedProcess> {
    const wanted = process === undefined ? (await createStore(kv).heads()).map((head) => head.process) : [process];
    for (const one of wanted) {
      const found = await takeProcess(kv, one);
      if (found) yield found;
      // Of all, one may have been removed meanwhile.
      else if (process !== undefined) throw unknownProcess(process);
    }
  }

  return {
    export: (process) => seal(writeLines(taken(process)), limit),
    async import(archive, { replace = false, trust = false } = {}) {
      if (!(archive instanceof Uint8Array))
        throw new PocketbeamError('bad-data', `An archive is a Uint8Array, not ${show(archive)}.`, {
          next: 'Of a File or a Response: new Uint8Array(await file.arrayBuffer()).',
          status: 400,
        });
      const processes = await readLines(unseal(archive, limit));
      for (const one of processes) await checkProofs(one, trust);
      const rows = await (await storeOf(processes, await now())).read((tx) => tx.under([]));
      return kv.write((tx) => write(tx, processes, rows, replace));
    },
  };
}

async function write(
  tx: Transaction,
  processes: readonly ArchivedProcess[],
  rows: readonly [Key, unknown][],
  replace: boolean,
): Promise<Imported> {
  const ids = processes.map(({ process }) => process);
  const heads = await Promise.all(ids.map((process) => tx.get<ProcessHead>(['head', process])));
  const replaced = ids.filter((_, i) => heads[i]);
  if (replaced.length && !replace) throw exists(replaced);
  for (const process of replaced) await removeProcess(tx, process);
  const isForeign = await othersAt(tx, new Set(ids), rows);
  const others = (await tasksOf(tx)).filter((task) => !ids.includes(task.process ?? ''));
  checkTasks(others.length, rows.filter(([[kind]]) => kind === 'cron').length);
  for (const [key, value] of rows) if (!isForeign(key)) tx.put(key, value);
  return {
    processes: processes.map(({ process, slots }) => ({
      process,
      slot: slots.length - 1,
      computed: slots.filter(({ result }) => result).length - 1,
    })),
    replaced,
  };
}

/**
 * @returns whether a row would stand in place of what belongs to somebody else here: a message that was stored, or
 * scheduled in a process that is none of `processes`, or a task of none of them.
 */
async function othersAt(
  tx: Transaction,
  processes: ReadonlySet<string>,
  rows: readonly [Key, unknown][],
): Promise<(key: Key) => boolean> {
  const ids = rows.filter(([[kind]]) => kind === 'at' || kind === 'message').map(([[, id = '']]) => id);
  const [places, messages, tasks] = await Promise.all([
    Promise.all(ids.map((id) => tx.get<At>(['at', id]))),
    Promise.all(ids.map((id) => tx.get(['message', id]))),
    tasksOf(tx),
  ]);
  const taken = new Set<unknown>(tasks.filter(({ process = '' }) => !processes.has(process)).map(({ id }) => id));
  const scheduled = new Set(ids.filter((_, i) => places[i] && !processes.has(places[i][0])));
  const stored = new Set(ids.filter((_, i) => messages[i] !== undefined));
  return ([kind, id = '']) =>
    (kind === 'cron' && taken.has(id)) ||
    (kind === 'at' && scheduled.has(id)) ||
    (kind === 'message' && (scheduled.has(id) || stored.has(id)));
}

function exists(processes: readonly string[]): PocketbeamError {
  const several = processes.length > 1;
  return new PocketbeamError('process-exists', `${processes.join(', ')} ${several ? 'exist' : 'exists'} already.`, {
    cause: 'Nothing was imported.',
    next: 'Import with { replace: true } to put those of the archive in their place, or remove them first.',
    status: 409,
    details: { processes },
  });
}
