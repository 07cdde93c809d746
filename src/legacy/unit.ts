/** A unit of legacynet as a function of the device: the rest of the path is its own, and everything it says is JSON. */
import { encodeJson } from '../codecs/json.ts';
import type { Context, DeviceFunction } from '../core/device.ts';
import { PocketbeamError, show, toPocketbeamError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import type { Subject } from '../core/subject.ts';
import { binary, type Message, type Value } from '../core/value.ts';
import { slotOf } from '../devices/named.ts';

/** A request to a unit. */
export interface Call {
  method: string;
  /** What follows the name of the unit. */
  path: readonly string[];
  /** Its headers and the parameters of its query; a body is under `body`. */
  request: Message;
  context: Context;
}

export interface Answer {
  /** Default 200. */
  status?: number;
  json: Value;
}

/** What a unit does. @throws PocketbeamError, answered with its status in JSON. */
export type Serve = (call: Call) => Promise<Answer>;

/** @param refused an error as JSON text. Default: as {@link refusal}. */
export function unit(serve: Serve, refused: (error: PocketbeamError) => string = refusal): DeviceFunction {
  const answer = async (call: Call): Promise<Message> => {
    try {
      const { status = 200, json } = await serve(call);
      return jsonMessage(status, encodeJson(json));
    } catch (thrown) {
      const error = toPocketbeamError(thrown);
      return new Map([...Object.entries(error.headers ?? {}), ...jsonMessage(error.status, binary(refused(error)))]);
    }
  };
  return (_subject, request, context) =>
    new UnitSubject(answer, { method: String(request.get('method')), path: [], request, context });
}

/** Clients look for `error`; the rest is as in every other answer of Pocketbeam. */
function refusal(error: PocketbeamError): string {
  const { code, message, cause, next, details } = error.toJSON();
  return JSON.stringify({ error: message, code, message, cause, next, details });
}

const jsonMessage = (status: number, body: string): Message =>
  new Map<string, Value>([
    ['content-type', 'application/json'],
    ['status', status],
    ['body', body],
  ]);

class UnitSubject implements Subject {
  readonly device = 'message@1.0';

  constructor(
    readonly answer: (call: Call) => Promise<Message>,
    readonly call: Call,
  ) {}

  at(key: string): UnitSubject {
    return new UnitSubject(this.answer, { ...this.call, path: [...this.call.path, key] });
  }
  as(): UnitSubject {
    return this;
  }
  load(): Promise<Message> {
    return this.answer(this.call);
  }
}

/** A JSON object. */
export const object = (entries: Record<string, Value>): Value => new Map(Object.entries(entries));

/** A parameter of the query as text. */
export function parameter({ request }: Call, name: string): string | undefined {
  const value = request.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A parameter that is a number of a slot or a count. @throws PocketbeamError `bad-slot` */
export const numberOf = (call: Call, name: string): number | undefined => slotOf(parameter(call, name));

/** The process that `process-id` names. @throws PocketbeamError `missing-parameter`, `bad-process-id` */
export function processId(call: Call): string {
  const process = parameter(call, 'process-id');
  if (process !== undefined) return checkId(process);
  throw new PocketbeamError('missing-parameter', 'The request names no process.', {
    next: 'Add ?process-id=<process id>.',
    status: 400,
  });
}

/** @throws PocketbeamError `bad-process-id` */
export function checkId(id: string): string {
  if (isId(id)) return id;
  throw new PocketbeamError('bad-process-id', `${show(id)} is no id.`, {
    cause: 'Ids are 43 characters of A–Z a–z 0–9 - _.',
    status: 400,
  });
}

/** A path that a unit does not have, or another method than it takes. @param has what there is instead. */
export function noEndpoint({ method, path }: Call, has: string): PocketbeamError {
  return new PocketbeamError('no-endpoint', `There is no ${method} /${path.join('/')} here.`, {
    next: `This unit has ${has}.`,
    status: 404,
  });
}
