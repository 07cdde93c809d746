/** What came of a slot that was pushed on, as `push@1.0` answers it. */
import type { Store } from '../core/ports/store.ts';
import type { MapValue, Value } from '../core/value.ts';

/** Messages that one answer tells of; the store has them all. */
const MAX_SHOWN = 256;

/**
 * Under 1, 2, … where each went that the slot sent: `kind`, `target`; `process` and `slot` that it took, with `pushed` in
 * turn; `delivered` is `outside` for what is no process here; `error` and `code`.
 * @returns undefined when nothing was pushed.
 */
export async function pushTree(store: Store, process: string, slot: number): Promise<MapValue | undefined> {
  let left = MAX_SHOWN;
  const root: { map: MapValue; process: string; slot: number } = { map: new Map(), process, slot };
  const open = [root];
  // Level by level: of a long answer the nearest is what counts.
  for (let at = open.shift(); at; at = open.shift()) {
    const deliveries = (await store.deliveries(at.process, at.slot)) ?? [];
    const pushed: MapValue = new Map();
    for (const [i, delivery] of deliveries.entries()) {
      if (--left < 0) break;
      const { kind, target, error } = delivery;
      const map: MapValue = new Map<string, Value>([
        ['kind', kind],
        ['target', target],
      ]);
      if (error) map.set('error', error.message).set('code', error.code);
      else if (delivery.slot === undefined) map.set('delivered', 'outside');
      else {
        map.set('process', target).set('slot', delivery.slot);
        open.push({ map, process: target, slot: delivery.slot });
      }
      pushed.set(String(i + 1), map);
    }
    if (pushed.size) at.map.set('pushed', pushed);
  }
  const pushed = root.map.get('pushed');
  return pushed instanceof Map ? pushed : undefined;
}
