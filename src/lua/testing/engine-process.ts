/** For tests: processes behind the engine port, with the ids and defaults of aos/testing.ts. */
import type { AosEnv, AosMessage, AosResult, Engine } from '../../core/ports/engine.ts';
import type { Value } from '../../core/value.ts';
import { AUTHORITY, OTHER, OWNER, pad, printed, tagList } from '../aos/testing.ts';

/** What a test sends: an action, or code of the owner. */
export interface Order {
  action?: string;
  tags?: Readonly<Record<string, Value>>;
  data?: Value;
  from?: string;
  timestamp?: number;
}

export class EngineProcess {
  readonly env: AosEnv;
  slot = -1;

  constructor(
    readonly engine: Engine,
    readonly id: string = pad('PROCESS'),
  ) {
    const tags = { 'Data-Protocol': 'ao', Type: 'Process', Name: 'test', 'On-Boot': 'Data', Authority: AUTHORITY };
    this.env = { Process: { Id: id, Owner: OWNER, Tags: tagList(tags) }, Module: { Id: pad('MODULE'), Tags: [] } };
  }

  /** Runs the next slot: slot 0 is the spawn, whose `data` is the source. */
  run(order: Order): Promise<AosResult> {
    const slot = ++this.slot;
    return this.engine.run(this.id, slot, this.message(slot, order), this.env);
  }

  trial(order: Order): Promise<AosResult> {
    return this.engine.trial(this.id, this.message(this.slot + 1, order), this.env);
  }

  spawn(source: string): Promise<AosResult> {
    return this.run({ data: source, from: OWNER });
  }

  /** What code of the owner prints or returns, or its error. */
  async eval(code: string): Promise<string> {
    const result = await this.run({ action: 'Eval', data: code, from: OWNER });
    return result.error?.message ?? printed(result);
  }

  message(slot: number, { action, tags = {}, data = '', from = OTHER, timestamp }: Order): AosMessage {
    const own: Record<string, Value> = action === undefined ? {} : { Action: action };
    const all: Record<string, Value> = { ...own, ...tags, 'Data-Protocol': 'ao', Variant: 'ao.TN.1', Type: 'Message' };
    return {
      Id: slot === 0 ? this.id : pad(`MSG-${slot}`),
      From: from,
      Owner: from,
      Target: this.id,
      Data: data,
      Tags: slot === 0 ? this.env.Process.Tags : tagList(all),
      Timestamp: timestamp ?? 1719240000000 + slot,
      'Block-Height': 1500000,
      Nonce: slot,
    };
  }
}
