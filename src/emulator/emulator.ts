/** One HyperBEAM: the local API over a store and something that computes. The same in worker, Node and tests. */
import { createNodeWallet, type NodeWallet } from '../codecs/node-wallet.ts';
import type { Computer } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { slotPruned } from '../core/slot-pruned.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { toPlain } from '../core/plain.ts';
import type { Archives } from '../core/ports/archives.ts';
import type { SlotRecord, Store, Taken } from '../core/ports/store.ts';
import { isMap, text } from '../core/value.ts';
import { createContext } from '../devices/context.ts';
import { tasksOfTags } from '../devices/cron-tags.ts';
import { sends } from '../devices/outgoing.ts';
import { beyondEnd } from '../devices/state-subject.ts';
import type { DataApi, LocalApi, MessageOptions, Sent, SlotResult } from './api.ts';
import { clockOf, NO_CRON, type CronLeader } from './clock.ts';
import { maintenanceOf } from './maintenance.ts';
import { badId, draftMessage, draftProcess } from './definition.ts';

export interface EmulatorOptions {
  store: Store;
  /** Of the same store. */
  archives: Archives;
  /** Of the same store. */
  data: DataApi;
  computer: Computer;
  /** Who runs the tasks of the clock. Default: nobody. */
  cron?: CronLeader;
  /** Whether processes are spawned in strict mode that do not say so themselves. Default false. */
  strict?: boolean;
  /** The key of this node. Default: the one in the store, if there is one. */
  wallet?: NodeWallet;
  /** Called when a message was scheduled: whoever computes in the background may begin. */
  onScheduled?: (process: string, slot: number, taken?: Taken) => void;
  /** Called after a process was removed. */
  onRemoved?: (process: string) => Promise<void>;
}

export function createEmulator(options: EmulatorOptions): LocalApi {
  const { store, archives, computer, cron = NO_CRON, strict = false, onScheduled, onRemoved } = options;
  const { address } = options.wallet ?? createNodeWallet(store);

  async function send(options: MessageOptions, sender?: string): Promise<Sent> {
    if (!isId(options.process)) throw badId(options.process);
    const { slot, id, taken } = await store.append(options.process, await draftMessage(options, sender));
    onScheduled?.(options.process, slot, taken);
    return { slot, id };
  }

  /** What a computed slot sent has no slots yet; without that, nobody need be asked for its result. */
  async function waitsToBePushed(process: string, slot: number): Promise<boolean> {
    const [assignment, record, deliveries] = await Promise.all([
      store.assignment(process, slot),
      store.record(process, slot),
      store.deliveries(process, slot),
    ]);
    return assignment?.push !== undefined && record !== undefined && !deliveries && sends(record);
  }

  async function result({ process, slot }: { process: string; slot: number }): Promise<SlotResult> {
    const head = await store.head(process);
    if (!head) throw unknown(process);
    if (!Number.isSafeInteger(slot) || slot < 0 || slot > head.slot) throw beyondEnd(process, slot, head.slot);
    if (slot < (head.kept ?? 0)) throw slotPruned(head, slot);
    if (slot > head.computed || head.strict || (await waitsToBePushed(process, slot)))
      await computer.compute(process, slot);
    const [record, deliveries] = await Promise.all([store.record(process, slot), store.deliveries(process, slot)]);
    if (!record) throw new PocketbeamError('missing-slot', `Slot ${slot} of ${process} has no result.`);
    return { ...plainResult(slot, record), ...(deliveries ? { deliveries } : {}) };
  }

  async function remove(process: string): Promise<void> {
    if (!(await store.head(process))) throw unknown(process);
    await store.remove(process);
    await onRemoved?.(process);
  }

  return {
    result,
    remove,
    message: (options) => send(options),

    async spawn(options) {
      const { process, name, assignment } = await draftProcess(options);
      // Here somebody is told; of a process that comes by HTTP the tasks are left out.
      tasksOfTags(process, assignment.message, 0);
      await store.create(process, name, assignment, { strict: options.strict ?? strict });
      await computer.compute(process, 0);
      return process;
    },

    async eval({ process, code, anchor }) {
      if (typeof code !== 'string')
        throw new PocketbeamError('bad-source', `Lua code is text, not ${show(code)}.`, { status: 400 });
      const definition = await store.assignment(process, 0);
      if (!definition) throw unknown(process);
      const message = { process, tags: { Action: 'Eval' }, data: code, ...(anchor === undefined ? {} : { anchor }) };
      const { slot } = await send(message, definition.claims.owner);
      return result({ process, slot });
    },

    async read(path) {
      if (typeof path !== 'string')
        throw new PocketbeamError('bad-path', `A path is text, not ${show(path)}.`, { status: 400 });
      const value = await createContext({ store, computer, address })
        .resolve(path, new Map([['method', 'GET']]))
        .catch((error: PocketbeamError) => {
          // A node's own words say nothing of what to do.
          throw error.code === 'unknown-process' ? unknown(error.details?.process as string) : error;
        });
      return value === undefined ? undefined : toPlain(value);
    },

    data: options.data,
    clock: clockOf(store, cron),
    ...maintenanceOf(options),

    async list() {
      const heads = await store.heads();
      return heads.map(({ process, name, slot, computed, created }) => ({ process, name, slot, computed, created }));
    },

    async reset() {
      const heads = await store.heads();
      await store.clear();
      for (const { process } of heads) await onRemoved?.(process);
      cron.wake();
    },

    async export(process) {
      if (process !== undefined && !isId(process)) throw badId(process);
      return archives.export(process);
    },

    async import(archive, options) {
      const { processes, replaced } = await archives.import(archive, options);
      for (const process of replaced) await onRemoved?.(process);
      for (const { process, slot, computed } of processes) if (computed < slot) onScheduled?.(process, slot);
      cron.wake();
      return processes.map(({ process }) => process);
    },
  };
}

function plainResult(slot: number, record: SlotRecord): SlotResult {
  const { output, messages, spawns, assignments, error, gas, diagnostics } = record;
  const { data, prompt, print } = output;
  return {
    slot,
    output: { data: text(data), prompt: text(prompt), ...(print === undefined ? {} : { print }) },
    messages: messages.map(toPlain),
    spawns: spawns.map(toPlain),
    assignments: assignments.filter(isMap).map(toPlain),
    ...(error ? { error: { ...error, message: text(error.message) } } : {}),
    ...(gas === undefined ? {} : { gas }),
    ...(diagnostics ? { diagnostics } : {}),
  };
}

const unknown = (process: string): PocketbeamError => (isId(process) ? unknownProcess(process) : badId(process));
