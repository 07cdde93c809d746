/** As much of `@permaweb/aoconnect` as publishing needs. It is no dependency: whoever publishes brings it. */

export interface Tag {
  name: string;
  value: string;
}

/** A client that speaks to one node. */
export interface AoClient {
  spawn(options: { module: string; tags: Tag[]; data: string }): Promise<string>;
  result(options: { process: string; message: string }): Promise<{ Error?: unknown }>;
}

/** The package, as `import('@permaweb/aoconnect')` gives it: version 0.0.86 or later, which have `MODE: 'mainnet'`. */
export interface Aoconnect {
  /** @param options `MODE`, `URL`, `SCHEDULER`, `signer`. */
  connect(options: never): unknown;
  /** @param wallet a JWK; in the build for browsers `window.arweaveWallet`. */
  createSigner(wallet: never): unknown;
}
