/** `httpsig@1.0`: a message as HTTP headers and a body, and back; its commitments (spec/wire.md §2–§4). */
import { decodeHttp } from '../codecs/httpsig-decode.ts';
import { encodeHttp, type HeaderRule, type HttpMessage } from '../codecs/httpsig.ts';
import { device, type Device } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { isMap, type Message, type Value } from '../core/value.ts';
import { asMessage } from './json.ts';
import { commitBy } from './commit.ts';
import { committers, id } from './message.ts';
import { committed, verify } from './message-commitments.ts';
import { targetText } from './target.ts';

const CRLF = '\r\n';

export const httpsigDevice: Device = device('httpsig@1.0', {
  commit: commitBy('httpsig@1.0'),
  committed,
  committers,
  id,
  verify,
  /** The HTTP message as one text: header lines sorted by name, an empty line, the body. */
  serialize: async (subject) => {
    // What would break a header line goes into the body.
    const http = await httpOf(subject, 'fetch');
    return new ValueSubject(http && textOfHttp(http));
  },
  /** The message of such a text under `target`, by default `body`. Signatures in it become no commitments. */
  deserialize: async (subject, request) =>
    new ValueSubject(await decodeHttp(parseHttp(await targetText(subject, request)))),
  /** The HTTP message as a map: `headers` by name, and `body` where there is one. */
  to: async (subject) => {
    const http = await httpOf(subject, 'node');
    if (!http) return new ValueSubject(undefined);
    const map = new Map<string, Value>([['headers', new Map(http.headers)]]);
    if (http.body !== undefined) map.set('body', http.body);
    return new ValueSubject(map);
  },
  /** The inverse of `to`. */
  from: async (subject) => {
    const value = await subject.load();
    return new ValueSubject(isMap(value) ? await decodeHttp(httpOfMap(value)) : undefined);
  },
});

async function httpOf(subject: Subject, rule: HeaderRule): Promise<HttpMessage | undefined> {
  const value = await subject.load();
  return value === undefined ? undefined : encodeHttp(asMessage(value), rule);
}

const textOfHttp = ({ headers, body = '' }: HttpMessage): string =>
  [...[...headers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}: ${value}`), '', body].join(
    CRLF,
  );

function parseHttp(text: string): HttpMessage {
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/);
  // Only the first empty line ends the head; what is behind it stands as it came.
  const body = rest.length ? text.slice(head.length).replace(/^\r?\n\r?\n/, '') : '';
  const headers = new Map<string, string>();
  for (const line of head.split(/\r?\n/)) {
    if (line === '') continue;
    const [, name, value] = /^([^:]+):[ \t]*([^]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw badHttp(line);
    headers.set(name.trim().toLowerCase(), value.trimEnd());
  }
  return body === '' ? { headers } : { headers, body };
}

function httpOfMap(map: Message): HttpMessage {
  const [given, body] = [map.get('headers'), map.get('body')];
  const headers = new Map<string, string>();
  for (const [name, value] of isMap(given) ? given : []) if (typeof value === 'string') headers.set(name, value);
  return typeof body === 'string' ? { headers, body } : { headers };
}

const badHttp = (line: string): PocketbeamError =>
  new PocketbeamError('bad-http', `The line ${show(line)} is no header.`, {
    next: 'Write `name: value` lines, an empty line, then the body.',
    status: 400,
  });
