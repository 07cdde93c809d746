/** Arbitrary requests: what clients send, and what nobody should. */
import fc from 'fast-check';
import { body, headerValue, type Body } from './bodies.ts';
import { path, postPath, PROTOTYPE_KEYS } from './paths.ts';
import { AOS } from './programs.ts';
import { luaProcess, MODULE_ID } from './world.ts';

/** A request as data, so that it can be shown and sent again. */
export interface Sketch extends Body {
  method: string;
  /** `{n}` in it stands for the n-th process. */
  path: string;
}

const HEADERS: readonly string[] = [
  ...[
    'action',
    'by',
    'type',
    'target',
    'device',
    'accept',
    'accept-codec',
    'require-codec',
    'codec-device',
    'ao-types',
  ],
  ...[
    'content-type',
    'content-digest',
    'signature',
    'signature-input',
    'inline-body-key',
    'body-keys',
    'ao-ids',
    'path',
  ],
  ...['method', 'status', 'if-none-match', 'sec-fetch-mode', 'slot', 'from', 'to', 'module', 'name', 'data', 'anchor'],
  ...[
    'commitments',
    'priv',
    'function',
    'parameters',
    'key',
    'execution-device',
    'device-stack',
    'content-length',
    'x',
  ],
];
const VALUES: readonly string[] = [
  ...[
    'Add',
    'Fail',
    'Echo',
    'Odd',
    'Ask',
    'Eval',
    'Process',
    'Message',
    'application/json',
    'text/html',
    'device/json@1.0',
  ],
  ...[
    'json@1.0',
    'flat@1.0',
    'httpsig@1.0',
    'ans104@1.0',
    'navigate',
    'application/aos-2',
    '1',
    '-1',
    'process@1.0',
    '*/*',
  ],
  ...[
    'sig=:AAAA:',
    'sig=("a" "@method");alg="rsa-pss-sha512";keyid="AQAB"',
    'sha-256=:AAAA:',
    'multipart/form-data; boundary=B',
  ],
  ...[
    '"x", W/"y", *',
    'stack@1.0',
    'lua@5.3a',
    'genesis-wasm@1.0',
    MODULE_ID,
    '"lua@5.3a", "multipass@1.0"',
    'text/html;q=x,,',
  ],
];

const header = fc.tuple(
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...HEADERS) },
    { weight: 2, arbitrary: fc.constantFrom(...PROTOTYPE_KEYS) },
    { weight: 1, arbitrary: fc.stringMatching(/^[a-zA-Z0-9!#$%&'*+.^_`|~-]{1,9}$/) },
  ),
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...VALUES) }, { weight: 2, arbitrary: headerValue }),
);

const headers = fc.array(header, { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs));

const reads = fc
  .tuple(fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'OPTIONS'), path, fc.option(headers, { freq: 2, nil: {} }))
  .map(([method, at, own]): Sketch => ({ method, path: at, headers: own }));

const writes = fc
  .tuple(fc.constantFrom('POST', 'POST', 'POST', 'PUT', 'DELETE', 'PATCH', 'poST', 'PURGE'), postPath, headers, body)
  .map(([method, at, own, given]): Sketch => ({ method, path: at, ...given, headers: { ...own, ...given.headers } }));

/** What a process mostly gets. */
const sends = fc
  .tuple(fc.nat({ max: 7 }), fc.constantFrom('Add', 'Fail', 'Echo', 'Odd', 'Ask', 'Eval'), headers)
  .map(([n, action, own]): Sketch => ({
    method: 'POST',
    path: `/{${n}}~process@1.0/schedule`,
    headers: { ...own, action, by: String(n) },
  }));

const starts = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean(), headers).map(([name, isAos, own]): Sketch => ({
  method: 'POST',
  path: '/~scheduler@1.0/schedule',
  headers: {
    ...(isAos
      ? { type: 'Process', device: 'process@1.0', 'execution-device': 'genesis-wasm@1.0', name, data: oneLine(AOS) }
      : luaProcess(name)),
    ...own,
  },
}));

const oneLine = (source: string): string => source.replaceAll('\n', ' ');

/** @param signed requests of a wallet, which also come with a header changed. */
export function requests(signed: readonly Sketch[]): fc.Arbitrary<Sketch> {
  const tampered = fc
    .tuple(fc.constantFrom(...signed), fc.oneof(fc.constant({}), headers), fc.option(fc.constantFrom('x', '{"a":1}')))
    .map(([sketch, own, other]): Sketch => ({
      ...sketch,
      headers: { ...sketch.headers, ...own },
      ...(other === null ? {} : { body: other }),
    }));
  return fc.oneof(
    { weight: 10, arbitrary: reads },
    { weight: 6, arbitrary: writes },
    { weight: 4, arbitrary: sends },
    { weight: 1, arbitrary: starts },
    { weight: 1, arbitrary: tampered },
  );
}

/** How many processes paths can name. */
const MAX_PROCESSES = 8;

/** The request itself; undefined where the platform knows no such request. */
export function requestOf(
  { method, path: at, headers: own, body: given }: Sketch,
  processes: readonly string[],
): Request | undefined {
  const known = processes.slice(0, MAX_PROCESSES);
  const named = at.replace(/\{(\d)\}/g, (_, n: string) => known[Number(n) % known.length] ?? '');
  try {
    return new Request(`http://node.test${named}`, {
      method,
      headers: own,
      ...(given === undefined || ['GET', 'HEAD'].includes(method) ? {} : { body: Buffer.from(given, 'latin1') }),
    });
  } catch {
    return undefined;
  }
}
