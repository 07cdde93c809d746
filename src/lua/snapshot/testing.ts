/** For tests: an aos process that can be copied through a snapshot, and that tells what its messages cost. */
import type { AosResult, Engine } from '../../core/ports/engine.ts';
import { attachAosProcess, createAosProcess, type AosProcess } from '../aos/aos-process.ts';
import { OWNER, printed } from '../aos/testing.ts';
import { createMachine, type Machine } from '../machine.ts';
import { Questions } from '../questions.ts';
import { EngineProcess, type Order } from '../testing/engine-process.ts';
import { restoreProcess, saveProcess } from './process-snapshot.ts';

export const LIMITS = { gas: 3_000_000, memory: 24 * 1024 * 1024 };
const UNDONE = new Set(['gas-exhausted', 'out-of-memory']);

/** A result and its gas. */
export interface Turn {
  result: AosResult;
  gas: number;
}

const NO_ENGINE = {} as Engine;

export class CopiedProcess {
  /** Makes the messages. */
  readonly #sender = new EngineProcess(NO_ENGINE);
  readonly machine: Machine;
  readonly #questions: Questions;
  readonly #aos: AosProcess;
  #now = 0;
  slot: number;

  /** @param bytes a snapshot to begin with; default: a process without source */
  constructor(bytes?: Uint8Array, slot = -1) {
    this.machine = createMachine({ ...LIMITS, now: () => this.#now });
    this.#questions = new Questions(() => this.machine.gasUsed);
    this.slot = slot;
    if (bytes) {
      const saved = restoreProcess({ machine: this.machine, questions: this.#questions }, bytes, this.#at());
      this.#aos = attachAosProcess(this.machine, saved.aos);
    } else this.#aos = createAosProcess(this.machine);
    if (!bytes) this.run({ from: OWNER, data: '' });
  }

  run(order: Order, keeps = true): Turn {
    const message = this.#sender.message(this.slot + 1, order);
    this.#now = Number(message.Timestamp);
    const transaction = this.machine.begin();
    const result = this.#aos.handle(message, this.#sender.env);
    if (keeps && !(result.error && UNDONE.has(result.error.code))) transaction.commit();
    else transaction.rollback();
    if (keeps) this.slot++;
    return { result, gas: this.machine.gasUsed };
  }

  /** What the code of an Eval prints or returns, or its error. */
  eval(code: string): string {
    const { result } = this.run({ action: 'Eval', data: code, from: OWNER });
    return result.error?.message ?? printed(result);
  }

  bytes(): Uint8Array {
    const [machine, questions] = [this.machine, this.#questions];
    return saveProcess({ machine, questions, aos: this.#aos.root, loaded: false }, this.#at());
  }

  /** Whether both heaps are the same, to the last byte of their snapshots. */
  holds(other: CopiedProcess): boolean {
    return Buffer.compare(this.bytes(), other.bytes()) === 0;
  }

  copy(): CopiedProcess {
    return new CopiedProcess(this.bytes(), this.slot);
  }

  #at(): { process: string; slot: number } {
    return { process: this.#sender.id, slot: this.slot };
  }
}
