/** Ends what Lua works on: for programs that do not come back by themselves. */
import { pocketbeam } from '../model/session.ts';

/** Its call fails only with the worker, which whoever waits is told of. */
export function StopButton() {
  return (
    <button type="button" class="danger" onClick={() => void pocketbeam.value?.interrupt().catch(() => undefined)}>
      Stop
    </button>
  );
}
