/** Words about devices, keys and parameters, each to stand behind the thing itself. */

/** By name, without the version. */
export const DEVICES: Readonly<Record<string, string>> = {
  process: 'computes messages in order, and keeps the state',
  scheduler: 'gives messages their slots',
  message: 'a plain map of keys',
  json: 'writes and reads JSON',
  flat: 'lines of path and value',
  httpsig: 'HTTP headers and signatures',
  structured: 'typed values as text',
  ans104: 'signed data items',
  meta: 'facts about this node',
  lua: 'runs Lua functions on what is before it',
  patch: 'puts values into the state',
  push: 'computes a message and passes on what it sends',
  cron: 'asks paths at times',
  relay: 'passes requests on',
  cache: 'reads and writes what is stored',
  lookup: 'reads by id',
  name: 'names for ids',
  'local-name': 'names of this node for ids',
};

const STATE = {
  cache: 'what the program has patched for others to read',
  results: 'what the last message gave: output, error, messages out',
  'at-slot': 'the slot that this state is of',
};

/** By the device or the key before, then by key; `*` is anywhere. */
export const KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  process: {
    compute: 'the state as it is computed, without waiting for messages that are not',
    now: 'the state after all messages: those that wait are computed first',
    slot: 'the slots of the process',
    schedule: 'the messages by slot; a POST adds one',
    push: 'a POST adds a message, computes it and answers its results',
    snapshot: 'the whole state of a slot',
  },
  slot: { current: 'the number of the newest slot' },
  compute: STATE,
  now: STATE,
  json: { serialize: 'written as JSON', deserialize: 'the JSON before it as values' },
  flat: { serialize: 'written as lines of path and value' },
  meta: { info: 'what this node is and can', build: 'the version of this node' },
  '*': { keys: 'the names of the keys before it' },
};

/** By name, where they mean the same anywhere. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  from: 'from this slot on',
  to: 'up to this slot',
  accept: 'the form that is asked for',
  'accept-codec': 'the form that is asked for',
  'require-codec': 'the form that is asked for, before any other',
};
