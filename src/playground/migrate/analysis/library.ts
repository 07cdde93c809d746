/** What is known of the functions that a program finds in aos: which change nothing, and which change what they are given. */

/** They change their first argument. */
export const MUTATORS: ReadonlySet<string> = new Set([
  'table.insert',
  'table.remove',
  'table.sort',
  'table.move',
  'rawset',
  'setmetatable',
]);

/** What they give may be (a part of) what they are given. */
export const PASSING: ReadonlySet<string> = new Set([
  'pairs',
  'ipairs',
  'next',
  'assert',
  'select',
  'rawget',
  'table.unpack',
  'unpack',
  'setmetatable',
]);

const PURE: ReadonlySet<string> = new Set([
  ...[
    'tostring',
    'tonumber',
    'type',
    'error',
    'print',
    'rawequal',
    'rawlen',
    'getmetatable',
    'require',
    'Dump',
    'Prompt',
  ],
  ...[
    'table.concat',
    'table.pack',
    'pcall',
    'xpcall',
    'os.time',
    'os.date',
    'os.clock',
    'ao.isTrusted',
    'ao.isAssignable',
  ],
  ...PASSING,
]);
const PURE_LIBRARIES = /^(?:string|math|utf8|json|bint|Utils|utils|base64|Colors|Handlers\.utils)\./;

/** Whether a function of this name changes nothing of a program's state. */
export const isPure = (name: string): boolean => PURE.has(name) || PURE_LIBRARIES.test(name);

/** Methods of strings. */
export const STRING_METHODS: ReadonlySet<string> = new Set([
  ...['byte', 'find', 'format', 'gmatch', 'gsub', 'len', 'lower', 'match', 'rep', 'reverse', 'sub', 'upper'],
]);

/** What they do besides changing state, in words that follow a name. */
export const ACTS: ReadonlyMap<string, string> = new Map([
  ['Spawn', 'spawns a process'],
  ['ao.spawn', 'spawns a process'],
  ['Assign', 'assigns messages'],
  ['ao.assign', 'assigns messages'],
  ['Receive', 'waits for another message'],
  ['Handlers.receive', 'waits for another message'],
  ...['remove', 'before', 'after'].map((name) => [`Handlers.${name}`, 'changes the handlers'] as const),
]);

/** Functions that send a message. */
export const SENDERS: ReadonlySet<string> = new Set(['Send', 'ao.send']);
