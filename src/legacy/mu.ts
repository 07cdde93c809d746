/** The messenger unit: takes signed messages and processes, assigns, monitors. */
import { identify } from '../codecs/commitments.ts';
import { PocketbeamError } from '../core/errors.ts';
import { unknownProcess } from '../core/unknown-process.ts';
import { text, type Message, type Value } from '../core/value.ts';
import { tasksToBegin } from '../devices/cron-tags.ts';
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

/**
 * Monitoring is what makes a messenger unit send the messages of a process' Cron tags. Here they are sent from the first
 * slot on, so it only begins again what was stopped; a process without them has nothing to monitor.
 */
async function monitor(call: Call, process: string): Promise<Answer> {
  const { signer } = await signedItem(call);
  const { store, cron } = call.context;
  const definition = await store.assignment(process, 0);
  if (!definition) throw unknownProcess(process);
  const begins = call.method === 'POST';
  const { cron: tasks = [], refused } = await tasksToBegin(process, definition.message, store);
  if (begins && refused) throw refused;
  const known = new Set((await store.cronTasks()).map(({ id }) => id));
  for (const task of tasks)
    if (!begins) await store.dropCronTask(task.id);
    // What runs once has run.
    else if (task.every !== undefined && !known.has(task.id)) await store.keepCronTask(task);
  cron?.wake();
  const verb = begins ? 'monitor' : 'stop';
  const message = tasks.length
    ? `The messages of its Cron tags ${begins ? 'are sent' : 'are not sent any more'}.`
    : `The process has no Cron tags: there is nothing to ${verb}.`;
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
