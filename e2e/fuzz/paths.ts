/** Arbitrary HyperPATHs: of the grammar, next to it, and far from it. `{n}` stands for the n-th process of the world. */
import fc from 'fast-check';
import { MODULE_ID } from './world.ts';

/** Names that mean something to JavaScript objects, and are plain data here. */
export const PROTOTYPE_KEYS: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'valueOf', '__defineGetter__'],
];
const DEVICES: readonly string[] = [
  ...['message@1.0', 'process@1.0', 'scheduler@1.0', 'json@1.0', 'flat@1.0', 'httpsig@1.0', 'structured@1.0'],
  ...['lua@5.3a', 'patch@1.0', 'dedup@1.0', 'multipass@1.0', 'stack@1.0', 'push@1.0', 'cron@1.0', 'meta@1.0'],
  ...['cache@1.0', 'lookup@1.0', 'name@1.0', 'local-name@1.0', 'genesis-wasm@1.0', 'json-iface@1.0', 'ans104@1.0'],
  ...['delegated-compute@1.0', 'snp@1.0', 'nope@1.0', 'Message@1.0', 'message', '', '@', '__proto__', 'constructor'],
];
const FUNCTIONS: readonly string[] = [
  ...['keys', 'set', 'get', 'remove', 'id', 'committers', 'committed', 'verify', 'commit', 'info', 'test'],
  ...['serialize', 'deserialize', 'to', 'from', 'now', 'compute', 'cache', 'results', 'schedule', 'slot', 'current'],
  ...['push', 'read', 'write', 'list', 'link', 'init', 'functions', 'snapshot', 'build', 'lookup', 'register', 'once'],
  ...['every', 'stop', 'all', 'patches', 'assignments', 'status', 'next', 'location', 'register_scheduler', 'KEYS'],
];
const LUA_FUNCTIONS: readonly string[] = [
  ...['number', 'text', 'map', 'whole', 'request', 'nothing', 'boolean', 'failure', 'words', 'raise', 'cycle', 'deep'],
  ...['sparse', 'closure', 'nan', 'huge', 'bytes', 'keys_of', 'ask', 'ask_base', 'myself', 'compute', 'then_', 'nope'],
];
const NAMES: readonly string[] = [
  ...['a', 'x', 'hello', 'count', 'list', 'map', 'deep', 'body', 'data', 'path', 'method', 'target', 'key', 'item'],
  ...['items', 'slot', 'from', 'to', 'module', 'function', 'parameters', 'status', 'content-type', 'device', 'priv'],
  ...['ao-types', 'commitments', 'committers', 'type', 'alg', 'accept', 'require-codec', 'accept-codec', 'what'],
  ...['inline-body-key', 'body-keys', 'ao-result', 'outbox', 'output', 'view', 'total', 'at-slot', 'process', '1', '2'],
  ...['0.x', '1.a', '2.b', '', 'A/B', 'a%2Fb', 'x'.repeat(32), 'Y'.repeat(43), 'z'.repeat(1025), 'é', '%ff%00'],
];

/** Text of any kind, some of it long. */
export const anyText = fc.oneof(
  { weight: 6, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('x'.repeat(5000), '('.repeat(200), '/'.repeat(300), '%'.repeat(9), ' '.repeat(3000)),
  },
);

export const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 2, arbitrary: fc.constantFrom(...PROTOTYPE_KEYS) },
  { weight: 1, arbitrary: anyText },
);

const number = fc.oneof(
  fc.integer({ min: -2, max: 12 }).map(String),
  fc.constantFrom('1e400', '-0', '9'.repeat(30), '1.5', '1e3', '0x10', ' 1', 'NaN', '2.0', '999999999999999999', '01'),
);

const id = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: 7 }).map((n) => `{${n}}`) },
  { weight: 1, arbitrary: fc.constant(MODULE_ID) },
  { weight: 1, arbitrary: fc.constant('U'.repeat(43)) },
);

const type = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('integer', 'float', 'list', 'map', 'atom') },
  { weight: 1, arbitrary: fc.constantFrom('binary', 'resolve', 'boolean', '', '__proto__') },
);

interface Grammar {
  path: string;
  value: string;
  parameter: string;
  segment: string;
}

const grammar = fc.letrec<Grammar>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: fc.oneof(name, number, id, fc.constantFrom('"a", 2, 3.5, "b"', 'a=1,b="x",__proto__=2')) },
    { weight: 1, arbitrary: anyText },
    { weight: 1, arbitrary: tie('path').map((path) => `(${path})`) },
  ),
  parameter: fc
    .tuple(name, fc.option(type, { freq: 12 }), fc.option(tie('value'), { freq: 6 }))
    .map(([key, kind, value]) => `${key}${kind === null ? '' : `+${kind}`}${value === null ? '' : `=${value}`}`),
  segment: fc
    .tuple(
      fc.oneof(
        { maxDepth: 3 },
        { weight: 3, arbitrary: fc.constantFrom(...FUNCTIONS) },
        { weight: 3, arbitrary: name },
        { weight: 1, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: tie('path').map((path) => `(${path})`) },
      ),
      fc.option(fc.constantFrom(...DEVICES), { freq: 4 }),
      fc.array(tie('parameter'), { maxLength: 2 }),
    )
    .map(([key, device, parameters]) => [device === null ? key : `${key}~${device}`, ...parameters].join('&')),
  path: fc
    .tuple(
      fc.oneof(
        { weight: 2, arbitrary: id },
        { weight: 3, arbitrary: id.map((one) => `${one}~process@1.0`) },
        { weight: 2, arbitrary: fc.constantFrom(...DEVICES).map((device) => `~${device}`) },
        { weight: 1, arbitrary: tie('segment') },
      ),
      fc.array(tie('parameter'), { maxLength: 2 }),
      fc.array(tie('segment'), { maxLength: 4 }),
    )
    .map(([first, parameters, rest]) => [[first, ...parameters].join('&'), ...rest].join('/')),
}));

const query = fc
  .array(grammar.parameter, { maxLength: 3 })
  .map((parameters) => (parameters.length ? `?${parameters.join('&')}` : ''));

/** Reads of a process that mostly lead somewhere. */
const read = fc
  .tuple(
    id,
    fc.oneof(
      fc.constantFrom('now', 'compute', 'cache', 'results', 'slot/current', 'schedule', 'now/cache', 'compute/cache'),
      number.map((slot) => `compute&slot=${slot}`),
      number.map((slot) => `schedule&from=${slot}&to=${slot}`),
      number.map((slot) => `push&slot=${slot}`),
    ),
    fc.array(name, { maxLength: 3 }),
    fc.constantFrom('', '', '/serialize~json@1.0', '/keys', '/serialize~flat@1.0', '~json@1.0/serialize'),
  )
  .map(([process, when, keys, form]) => `${process}~process@1.0/${[when, ...keys].join('/')}${form}`);

/** Dynamic reads. */
const dynamic = fc
  .tuple(
    fc.oneof(
      id.map((process) => `${process}~process@1.0/now`),
      fc.constantFrom(MODULE_ID, '~message@1.0&a=1&list+list=1,2', '~message@1.0&module=return&x'),
    ),
    fc.constantFrom(
      `&module=${MODULE_ID}`,
      `&module=${MODULE_ID}`,
      '',
      '&module=function f() return 1 end',
      '&module=(',
    ),
    fc.constantFrom(...LUA_FUNCTIONS),
    fc.array(grammar.parameter, { maxLength: 2 }),
    fc.array(name, { maxLength: 2 }),
  )
  .map(([base, module, name_, parameters, keys]) =>
    [`${base}/~lua@5.3a${module}`, [name_, ...parameters].join('&'), ...keys].join('/'),
  );

/** Path and query, beginning with a slash. */
export const path: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: grammar.path },
      { weight: 4, arbitrary: read },
      { weight: 3, arbitrary: dynamic },
      { weight: 1, arbitrary: anyText },
    ),
    query,
  )
  .map(([own, asked]) => `/${own}${asked}`);

/** Paths that take a message. */
export const postPath: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: id.map((process) => `/${process}~process@1.0/schedule`) },
  { weight: 2, arbitrary: id.map((process) => `/${process}~process@1.0/push`) },
  { weight: 3, arbitrary: fc.constant('/~scheduler@1.0/schedule') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('/~cache@1.0/write', '/~meta@1.0/info', '/~local-name@1.0/register?key=a&value=b'),
  },
  { weight: 3, arbitrary: path },
);
