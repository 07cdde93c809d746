/** What is tested: contexts over one store, as tabs are. One of them leads, another may have led before. */
import { createArchives } from '../../src/archive/archives.ts';
import type { Plain } from '../../src/core/plain.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { ProcessComputer } from '../../src/devices/process-computer.ts';
import type { LocalApi } from '../../src/emulator/api.ts';
import { createEmulator } from '../../src/emulator/emulator.ts';
import { createLuaEngine } from '../../src/lua/engine.ts';
import { dataOf } from '../../src/emulator/data.ts';
import { createDataStore } from '../../src/store/data.ts';
import type { KeyValue } from '../../src/store/key-value.ts';
import { createStore } from '../../src/store/process-store.ts';
import { CrashingKeyValue } from './crashing.ts';

export interface Context {
  readonly kv: CrashingKeyValue;
  readonly store: Store;
  readonly computer: ProcessComputer;
  readonly api: LocalApi;
}

export class World {
  readonly #open: () => KeyValue;
  #kv: KeyValue;
  leader: Context;
  /** Led before, and knows nothing of what has happened since. */
  former: Context | undefined;
  /** An archive, to be gone back to. */
  backup: Uint8Array<ArrayBuffer> | undefined;
  /** How often each slot was committed since its process was made or brought in. */
  readonly commits = new Map<string, number>();

  /** @param open gives an empty store. */
  constructor(open: () => KeyValue) {
    this.#open = open;
    this.#kv = open();
    this.leader = this.#context();
  }

  #context(): Context {
    const kv = new CrashingKeyValue(this.#kv);
    const store = createStore(kv);
    const computer = new ProcessComputer(store, createLuaEngine(), ({ process, slot }) => {
      const key = `${process} ${slot}`;
      this.commits.set(key, (this.commits.get(key) ?? 0) + 1);
    });
    const api = createEmulator({
      ...{ store, archives: createArchives(kv), data: dataOf(createDataStore(kv)), computer },
      onRemoved: (process) => computer.forget(process),
    });
    return { kv, store, computer, api };
  }

  /** A new context leads; the one that led lives on unless it is dead. */
  lead(): void {
    this.former = this.leader.kv.dead ? undefined : this.leader;
    this.leader = this.#context();
  }

  /** The one that led before takes the lead again. */
  return(): void {
    if (this.former) [this.leader, this.former] = [this.former, this.leader];
  }

  /** Everything moves into an empty store by archive. */
  async move(): Promise<void> {
    const archive = await this.leader.api.export();
    await this.#kv.close();
    this.#kv = this.#open();
    this.leader = this.#context();
    this.former = undefined;
    await this.leader.api.import(archive);
  }

  /** Forgets how often slots of a process were committed. */
  recount(process: string): void {
    for (const key of this.commits.keys()) if (key.startsWith(process)) this.commits.delete(key);
  }

  read(process: string, at: string): Promise<Plain | undefined> {
    return this.leader.api.read(`/${process}~process@1.0/${at}`);
  }

  close(): Promise<void> {
    return this.#kv.close();
  }
}
