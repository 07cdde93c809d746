/**
 * Processes of the hyper dialect: a stack of `lua@5.3a` and `patch@1.0` over a Lua bundle. What a node would read from
 * signatures goes beside the message in tags; src/lua/hyper/harness.lua says what becomes of it.
 */

interface Tag {
  name: string;
  value: string;
}

/** Under this name the sources of a scenario have the module of hyper processes that bring none. */
export const HYPER_RUNTIME = 'pocketbeam:hyper';

/** What makes a process one of this dialect. @param module Lua text: a bundle and the harness. */
export const hyperProcessTags = (owner: string, module: string): Tag[] => [
  { name: 'execution-device', value: 'stack@1.0' },
  { name: 'device-stack', value: 'lua@5.3a, patch@1.0' },
  { name: 'patch-from', value: '/results/outbox' },
  { name: 'module', value: module },
  { name: 'scenario-signer', value: owner },
];

/** Who signed a message: its sender, or for messages between processes the authority. */
export const hyperMessageTags = (id: string, signer: string): Tag[] => [
  { name: 'scenario-id', value: id },
  { name: 'scenario-signer', value: signer },
];
