/**
 * The hyper dialect: a process of `lua@5.3a` and `patch@1.0` over a Lua bundle. The local API has no keys to sign with, so
 * what a node would have read from signatures goes beside the message in tags, and the last module of the process
 * (hyper-harness.lua) makes commitments of it before the bundle sees anything.
 */

interface Tag {
  name: string;
  value: string;
}

/** The modules that a hyper process runs: the bundle, and the harness after it. */
export interface HyperModules {
  /** Lua text with a global `compute(base, req, opts)`. */
  bundle: string;
}

export function hyperProcessTags(bundle: string | undefined, owner: string): Tag[] {
  return [{ name: 'module', value: bundle ?? '' }, { name: 'scenario-signer', value: owner }];
}

export function hyperMessageTags(id: string, { from, owner }: { from: string; owner: string }): Tag[] {
  return [
    { name: 'scenario-id', value: id },
    { name: 'scenario-signer', value: from === owner ? from : owner },
  ];
}
