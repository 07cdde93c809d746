/** Portability diagnostics: where a real node would do something else (src/devices/differences.md). */

/** What a real node (May 2025) does, by code. */
const NODE: Readonly<Record<string, string>> = {
  'implicit-compute': 'answers /cache/… without compute or now with 404',
  'boolean-leaf': 'fails on a path that leads to a bare boolean',
  'large-integer': 'cannot store an integer beyond 999,999,999,999,999: the process is stuck for good',
  'list-outbox': 'fails on an empty or numbered outbox when patch@1.0 stands in the stack: the process is stuck',
  'failed-slot': 'tries a slot that fails again at every now, and never gets past it',
  'patch-order': 'applies the patches of one outbox in the binary order of their keys, which gives another state here',
  'patch-envelope': 'writes target, action and other tags of a patch into the state, over a key that stands there',
  'unsafe-header': 'sends invalid HTTP for a key or value that cannot be a header',
  'map-as-headers': 'sends more headers than many clients take: read the map as JSON',
  'reserved-key': 'shadows this key by a function of its own, or cannot keep it at all',
  'case-collision': 'keeps one of the keys that differ only in case: the lower-case one',
  'module-substituted': 'needs the WASM module that the process names; the built-in aos runs instead',
  'empty-key': 'loses the empty key when it answers a whole map',
};

/** One sentence about a diagnostic; the code itself where there is none. */
export function diagnosticText(code: string): string {
  const node = NODE[code];
  return node === undefined ? code : `A real node ${node}. (${code})`;
}

/** A real node cannot encode integers beyond. */
const MAX_NODE_INTEGER = 999_999_999_999_999;

/** Whether a real node can store this integer (`large-integer`). */
export function isNodeInteger(value: number | bigint): boolean {
  return value <= MAX_NODE_INTEGER && value >= -MAX_NODE_INTEGER;
}

/** Keys that functions of message@1.0 shadow when they are read, and those that the documentation advises against. */
const SHADOWED = /^(?:keys|set|get|id|info|test|remove|verify|committers|now|compute|state)$/;

/** Keys that break a whole process wherever they stand. */
const BREAKING = /^(?:priv|ao-types)$/;

/**
 * What a real node makes of a key of its own (`reserved-key`): `shadows` it when it is read, or `breaks` on the process.
 * @param nested whether the key stands below another: there `device` breaks, unless it names one.
 */
export function reservedKey(key: string, nested: boolean): 'shadows' | 'breaks' | undefined {
  if (BREAKING.test(key) || (nested && key === 'device')) return 'breaks';
  return SHADOWED.test(key) ? 'shadows' : undefined;
}
