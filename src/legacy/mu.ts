/** The messenger unit: takes signed messages and processes, assigns, monitors. */
import { identify } from '../codecs/commitments.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { text, type Message, type Value } from '../core/value.ts';
import { draftOf } from '../devices/scheduler.ts';
import { signedItem, typeOf } from './items.ts';
import { checkId, noEndpoint, object, parameter, processId, type Answer, type Call, type Serve } from './unit.ts';

/** @param strict whether processes that are started here are strict. */
export const messengerUnit =
  (strict: boolean): Serve =>
  (call) => {
    const [first, process, ...rest] = call.path;
    if (call.method === 'POST' && first === undefined)
      return parameter(call, 'assign') === undefined ? receive(call, strict) : assign(call);
    if (first === 'monitor' && process !== undefined && rest.length === 0 && /^(?:POST|DELETE)$/.test(call.method))
      return monitor(call, checkId(process));
    throw noEndpoint(
      call,
      'POST / with a data item, POST /?process-id=…&assign=…, and POST and DELETE /monitor/<process>',
    );
  };

/** What takes a slot here is pushed on. The same item again has the slot that it has. */
async function receive(call: Call, strict: boolean): Promise<Answer> {
  const { store, scheduled } = call.context;
  const incoming = await signedItem(call);
  const { message, id } = incoming;
  let process = id;
  let slot = 0;
  if (typeOf(message) === 'process') {
    const draft = { ...draftOf({ ...incoming, message: runnable(message) }, id), push: 0 };
    const name = message.get('name');
    await store.create(id, typeof name === 'string' ? text(name) : 'default', draft, { strict });
  } else {
    process = checkId(textOf(message.get('target')) ?? '');
    ({ slot } = await store.append(process, { ...draftOf(incoming, id), push: 0 }));
  }
  scheduled(process, slot);
  return { status: 202, json: object({ id, process, slot, message: `It has slot ${slot} of ${process}.` }) };
}

/** Processes of legacynet name no devices: these run them. */
const runnable = (message: Message): Message =>
  new Map<string, Value>([
    ['device', 'process@1.0'],
    ['execution-device', 'genesis-wasm@1.0'],
    ['scheduler-device', 'scheduler@1.0'],
    ['push-device', 'push@1.0'],
    ...message,
  ]);

/** A message that is here takes a slot of another process too, without the keys that `exclude` names. */
async function assign(call: Call): Promise<Answer> {
  const { store, scheduled } = call.context;
  const process = processId(call);
  const id = checkId(parameter(call, 'assign') ?? '');
  const found = await store.message(id);
  if (!found) throw notHere(id, call.request.has('base-layer'));
  const excluded = new Set((parameter(call, 'exclude') ?? '').toLowerCase().split(','));
  const message = new Map([...found].filter(([key]) => !excluded.has(key)));
  const { signers, verify } = await identify(found);
  // Assigned again it takes another slot, as it does on legacynet.
  const { slot } = await store.append(process, {
    ...draftOf({ message, id, signer: signers[0] ?? '', verify }),
    push: 0,
  });
  scheduled(process, slot);
  return { status: 202, json: object({ id, process, slot, message: `It has slot ${slot} of ${process}.` }) };
}

/** Monitoring is what makes a messenger unit send the messages of a process' Cron tags. A process without has nothing to monitor. */
async function monitor(call: Call, process: string): Promise<Answer> {
  const { signer } = await signedItem(call);
  const definition = await call.context.store.assignment(process, 0);
  if (!definition) throw unknownProcess(process);
  const cron = [...definition.message.keys()].find((key) => key.startsWith('cron-'));
  if (cron !== undefined)
    throw new PocketbeamError('not-implemented', `The tag ${show(cron)} of ${process} is not followed here.`, {
      next: 'Use cron@1.0: /~cron@1.0/every?interval=5-minutes&cron-path=/<process>~process@1.0/push…',
      status: 501,
      details: { process },
    });
  const begins = call.method === 'POST';
  const message = `The process has no Cron tags: there is nothing to ${begins ? 'monitor' : 'stop'}.`;
  return { json: object({ process, monitor: signer, message }) };
}

function notHere(id: string, isBaseLayer: boolean): PocketbeamError {
  return new PocketbeamError('unknown-message', `There is no message ${id} here that could be assigned.`, {
    cause: isBaseLayer ? 'Transactions of Arweave are not fetched.' : 'It never came to this node.',
    next: 'Assign a message that took a slot of a process here.',
    status: 404,
    details: { id },
  });
}

const textOf = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
