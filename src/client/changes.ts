/** What slots change, as the tabs tell each other. */
import { diagnosticText } from '../core/diagnostics.ts';
import type { Change } from '../emulator/api.ts';
import type { ChannelMessage } from '../leader/protocol.ts';

export interface Changes {
  /** Listens to the channel of that name, instead of any other. */
  listen(channel: string): void;
  /** Listens to nothing: an open channel keeps a page out of the back/forward cache. */
  close(): void;
  tell(change: Change): void;
  on(listener: (change: Change) => void): () => void;
}

/** @param console for what a real node would compute differently, once for a process and code: programs repeat themselves. */
export function createChanges({ warn }: Pick<Console, 'warn'>): Changes {
  const listeners = new Set<(change: Change) => void>();
  const warned = new Set<string>();
  let channel: BroadcastChannel | undefined;

  const warnOnce = ({ process, slot, diagnostics = [] }: Change): void => {
    for (const code of diagnostics) {
      if (warned.has(process + code)) continue;
      warned.add(process + code);
      warn(`[Pocketbeam] Slot ${slot} of ${process}: ${diagnosticText(code)}`);
    }
  };
  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };

  return {
    tell,
    listen(name) {
      if (channel?.name === name) return;
      channel?.close();
      channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
        const { type, ...change } = data;
        if (type !== 'changed') return;
        warnOnce(change as Change);
        tell(change as Change);
      };
    },
    close() {
      channel?.close();
      channel = undefined;
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
