/** Publishes a program to a real HyperBEAM node: what `pocketbeam deploy` and the button of the playground do. */
import { PocketbeamError, show } from '../../core/errors.ts';
import { isId } from '../../core/ids.ts';
import type { AoClient, Aoconnect, Tag } from './aoconnect.ts';
import { asPageWallet, type PageWallet } from './page-wallet.ts';
import { unreachable } from './unreachable.ts';

export interface DeployOptions {
  /** Lua that runs in slot 0, as with `spawn({ source })`. */
  source: string;
  /** Id of the aos module that the network runs: the `Module` tag of any aos process there. */
  module: string;
  /** URL of the node. */
  node: string;
  /** Who signs: a JWK, or in a page `window.arweaveWallet` (or a stand-in with its methods). It is never sent. */
  wallet: object;
  /**
   * The client package that sends it, if you have installed it: `() => import('@permaweb/aoconnect')`, called when all that
   * can be checked before is right, or what that gives. Default: the same requests without it.
   */
  aoconnect?: Aoconnect | (() => Promise<Aoconnect>);
  /** Name of the process. Default `default`. */
  name?: string;
  /** Address of the scheduler. Default: the node's own. */
  scheduler?: string;
  /** Address whose messages from other processes the process trusts. Default: what aoconnect sets, the scheduler's. */
  authority?: string;
  /** Further tags of the process. */
  tags?: readonly Tag[];
  /** Told the id as soon as the node has taken the process: what it computes then may take its time. */
  onTaken?: (process: string) => void;
}

export interface Deployed {
  process: string;
  /** Where the state that it patches is read: `<node>/<process>~process@1.0/compute/cache`. */
  url: string;
  /** What the program ended with in slot 0, as the node tells it; the process is there all the same. */
  error?: string;
}

/**
 * Spawns a process on a node, with the program as its `On-Boot=Data`.
 * @throws PocketbeamError `bad-deploy`, `bad-wallet` and `not-signed` before anything is sent; `deploy-failed` when the node
 * does not answer with a process.
 */
export async function deploy(options: DeployOptions): Promise<Deployed> {
  const { source, module, wallet, aoconnect, name = 'default', scheduler, authority, tags = [] } = options;
  const node = nodeOf(options.node);
  if (typeof source !== 'string' || source.trim() === '') throw badDeploy('There is no program to publish.');
  for (const [what, id] of Object.entries({ module, scheduler, authority }))
    if (id === undefined ? what === 'module' : !isId(id))
      throw badDeploy(`The ${what} ${show(id)} is no id of 43 characters.`, ASK[what]);
  let refusal: PocketbeamError | undefined;
  const inPage = (): Promise<PageWallet> => asPageWallet(wallet, (error) => (refusal = error));
  let client: AoClient;
  if (aoconnect) {
    const loaded = typeof aoconnect === 'function' ? await aoconnect() : aoconnect;
    client = clientOf(loaded, isForPages(loaded) ? await inPage() : wallet, node, scheduler);
  } else client = (await import('./node-client.ts')).createNodeClient(node, await inPage(), scheduler);
  const all: Tag[] = [
    { name: 'Name', value: name },
    { name: 'On-Boot', value: 'Data' },
    ...(authority === undefined ? [] : [{ name: 'Authority', value: authority }]),
    ...tags,
  ];
  const process = await client.spawn({ module, tags: all, data: source }).catch(async (error: unknown) => {
    if (refusal) throw refusal;
    throw error instanceof PocketbeamError ? error : ((await unreachable(node)) ?? failed(node, messageOf(error)));
  });
  if (!isId(process)) throw failed(node, `it answered ${show(process)} and no process id`);
  options.onTaken?.(process);
  // Some nodes take their time to compute, which is no fault of what was published.
  const { Error: error } = await client.result({ process, message: '0' }).catch(() => ({ Error: undefined }));
  return {
    process,
    url: `${node}/${process}~process@1.0/compute/cache`,
    ...(error === undefined || error === '' ? {} : { error: messageOf(error) }),
  };
}

const ASK: Readonly<Record<string, string>> = {
  module: 'Name the aos module of the network: the Module tag of any aos process there has its id.',
};

function clientOf(aoconnect: Aoconnect, wallet: object, node: string, scheduler: string | undefined): AoClient {
  try {
    const signer = aoconnect.createSigner(wallet as never);
    const given = { MODE: 'mainnet', URL: node, signer, ...(scheduler === undefined ? {} : { SCHEDULER: scheduler }) };
    const client = aoconnect.connect(given as never);
    if ('spawn' in (client as object)) return client as AoClient;
  } catch (error) {
    throw badDeploy(`aoconnect cannot use the wallet: ${messageOf(error)}.`);
  }
  throw badDeploy(
    'This version of aoconnect cannot spawn on HyperBEAM.',
    'Install a newer one: npm install @permaweb/aoconnect',
  );
}

/** Whether it is the build for browsers, which takes any object for a wallet; that for Node takes a JWK, and says so. */
function isForPages(aoconnect: Aoconnect): boolean {
  try {
    aoconnect.createSigner({} as never);
    return true;
  } catch {
    return false;
  }
}

/** Without a slash at its end; aoconnect wants no path behind it either. @throws PocketbeamError `bad-deploy` */
function nodeOf(given: string): string {
  let url: URL | undefined;
  try {
    url = new URL(given);
  } catch {
    // Refused below.
  }
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search) return url.origin;
  throw badDeploy(`${show(given)} is no address of a node.`, 'Give its origin, such as https://node.example.');
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : typeof error === 'string' ? error : JSON.stringify(error);

const badDeploy = (what: string, next?: string): PocketbeamError =>
  new PocketbeamError('bad-deploy', what, { cause: 'Nothing was sent.', ...(next ? { next } : {}), status: 400 });

const failed = (node: string, why: string): PocketbeamError =>
  new PocketbeamError('deploy-failed', `${node} has not taken the process: ${why}.`, {
    next: 'Check the address of the node, and that it runs the module and accepts messages of this wallet.',
    status: 502,
    details: { node },
  });
