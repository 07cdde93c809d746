/** A Pocketbeam in Node: the same handler and local API as in a browser, with the engine in the same thread. */
import { ProcessComputer, type SlotCommitted } from '../../devices/process-computer.ts';
import type { LocalApi } from '../../emulator/api.ts';
import { createEmulator } from '../../emulator/emulator.ts';
import { createHandler, type Handler } from '../../http/handle.ts';
import { createLuaEngine } from '../../lua/engine.ts';
import { openFileKeyValue } from '../../store/file.ts';
import { MemoryKeyValue } from '../../store/memory.ts';
import { createStore } from '../../store/process-store.ts';
import { acceptFixtures } from './fixtures.ts';

export interface NodePocketbeam {
  readonly api: LocalApi;
  readonly handle: Handler;
  close(): Promise<void>;
}

export interface NodePocketbeamOptions {
  /** Folder to keep processes in; created if needed. Default: memory only. */
  data?: string;
  /** Accepts messages for the store by HTTP, see fixtures.ts. Default false. */
  fixtures?: boolean;
  /**
   * Behaves as a real node does where that has a plain defect (spec/hyperbeam.md), and starts such processes. Default
   * false.
   */
  strict?: boolean;
  /** Computes only what a request asks for, as a node does. Default: as `strict`; else every slot as soon as it is taken. */
  onDemand?: boolean;
  /** Called after each computed slot. */
  onCommit?: (committed: SlotCommitted) => void;
  /** Called when a slot that nobody waits for could not be computed. */
  onError?: (error: unknown) => void;
}

export async function createNodePocketbeam(options: NodePocketbeamOptions = {}): Promise<NodePocketbeam> {
  const { data, fixtures = false, strict = false, onDemand = strict, onCommit, onError = () => undefined } = options;
  const store = createStore(data === undefined ? new MemoryKeyValue() : await openFileKeyValue(data));
  const computer = new ProcessComputer(store, createLuaEngine(), onCommit);
  const inBackground = (process: string, slot: number): void => {
    if (onDemand) return;
    computer.compute(process, slot).catch(onError);
  };
  const api = createEmulator({
    store,
    computer,
    strict,
    onScheduled: inBackground,
    onRemoved: (process) => computer.forget(process),
  });
  for (const { process, slot, computed } of await store.heads()) if (computed < slot) inBackground(process, slot);
  const handle = createHandler({ store, computer, mode: 'node', strict, onScheduled: inBackground });
  return { api, handle: fixtures ? acceptFixtures(handle, store) : handle, close: () => store.close() };
}
