/** The calls that make room, and that repair. */
import { PocketbeamError, show } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { isMap } from '../core/value.ts';
import type { LocalApi } from './api.ts';
import { badId } from './definition.ts';
import type { EmulatorOptions } from './emulator.ts';

/** Their heap is a function of the messages alone; that of the others also of each state that they were given. */
const FROM_MESSAGES = new Set<unknown>(['genesis-wasm@1.0', 'delegated-compute@1.0']);

export function maintenanceOf({
  store,
  computer,
  onRemoved,
}: Pick<EmulatorOptions, 'store' | 'computer' | 'onRemoved'>): Pick<LocalApi, 'prune' | 'rebuild'> {
  return {
    async prune(process, options) {
      const before = (options as { before?: number } | undefined)?.before;
      if (!isId(process)) throw badId(process);
      if (typeof before !== 'number')
        throw new PocketbeamError('bad-slot', `prune needs the slot to keep from, not ${show(before)}.`, {
          next: 'Call prune(process, { before: slot }).',
          status: 400,
        });
      const message = (await store.assignment(process, 0))?.message;
      if (isMap(message) && !FROM_MESSAGES.has(message.get('execution-device')))
        throw new PocketbeamError('needs-history', `The past of ${process} cannot be pruned.`, {
          cause:
            'It runs a Lua module of its own, and a lost heap of such is built again from the state before each slot.',
          next: 'Export it, and remove it here.',
          status: 409,
          details: { process },
        });
      await store.prune(process, before);
    },

    async rebuild(process) {
      if (!isId(process)) throw badId(process);
      await store.rebuild(process);
      // Its heap may hold what the damage has led to.
      await onRemoved?.(process);
      const head = await store.head(process);
      if (head) await computer.compute(process, head.slot);
    },
  };
}
