/**
 * The requests of publishing as aoconnect makes them in mainnet mode (spec/aoconnect.md §5.2), without that package: for
 * pages, which it is many times too large for.
 */
import { encodeItem } from '../../codecs/ans104.ts';
import { signItem } from '../../codecs/sign.ts';
import { openWallet, readJwk } from '../../codecs/wallet.ts';
import { PocketbeamError } from '../../core/errors.ts';
import { isId } from '../../core/ids.ts';
import { binary, bytesOf } from '../../core/value.ts';
import type { AoClient, Tag } from './aoconnect.ts';

/** What is called of `window.arweaveWallet`. */
interface PageWallet {
  connect(permissions: readonly string[]): Promise<unknown>;
  signDataItem(item: { data: string; tags: readonly Tag[] }): Promise<ArrayBuffer | Uint8Array<ArrayBuffer>>;
}

/** What is sent where there is nothing to say: an item has some data. */
const NO_DATA = '1984';
const MAX_TOLD = 300;

/**
 * @param node its origin.
 * @param wallet a JWK, or an object with the methods of `window.arweaveWallet`.
 * @throws PocketbeamError `bad-wallet`
 */
export async function createNodeClient(node: string, wallet: object, scheduler?: string): Promise<AoClient> {
  const sign = isPageWallet(wallet) ? signerOfPage(wallet) : await signerOfKey(wallet);
  const post = async (path: string, data: string, tags: readonly Tag[]): Promise<Response> => {
    const headers = { 'content-type': 'application/ans104', 'codec-device': 'ans104@1.0' };
    const body = await sign(data, tags);
    return ok(await reach(node, path, { method: 'POST', headers, body }));
  };
  return {
    async spawn({ module, tags, data }) {
      const named = scheduler ?? (await (await ok(await reach(node, '~meta@1.0/info/address'))).text()).trim();
      if (!isId(named)) throw new Error('it names no address of its own as scheduler');
      const answer = await post('push', data, withDefaults(tags, module, named));
      const process = answer.headers.get('process');
      if (process === null) throw new Error('it answered without the id of a process');
      return process;
    },
    async result({ process, message }) {
      const path = `${process}~process@1.0/compute/results=${message}`;
      const answer = await post(path, NO_DATA, listed({ 'require-codec': 'application/json', ...CONTROL }));
      const { raw } = (await answer.json()) as { raw?: { Error?: unknown } };
      return raw ?? {};
    },
  };
}

const CONTROL = { 'signing-format': 'ans104', 'accept-bundle': 'true' };

/** What aoconnect says of a process, apart from what the given tags say themselves. */
function withDefaults(tags: readonly Tag[], module: string, scheduler: string): Tag[] {
  const defaults = listed({
    ...{ device: 'process@1.0', 'scheduler-device': 'scheduler@1.0', 'push-device': 'push@1.0' },
    ...{ 'execution-device': 'genesis-wasm@1.0', Authority: scheduler, Scheduler: scheduler, Module: module },
    ...{ ...CONTROL, 'accept-codec': 'httpsig@1.0' },
    ...{ 'Data-Protocol': 'ao', Type: 'Process', Variant: 'ao.N.1' },
  });
  const given = new Set(tags.map(({ name }) => name.toLowerCase()));
  return [...defaults.filter(({ name }) => !given.has(name.toLowerCase())), ...tags];
}

const listed = (tags: Record<string, string>): Tag[] => Object.entries(tags).map(([name, value]) => ({ name, value }));

type Sign = (data: string, tags: readonly Tag[]) => Promise<ArrayBuffer | Uint8Array<ArrayBuffer>>;

const isPageWallet = (wallet: object): wallet is PageWallet => 'signDataItem' in wallet && 'connect' in wallet;

const signerOfPage =
  (wallet: PageWallet): Sign =>
  async (data, tags) => {
    await wallet.connect(['SIGN_TRANSACTION']);
    return wallet.signDataItem({ data, tags });
  };

async function signerOfKey(jwk: object): Promise<Sign> {
  const key = await openWallet(readJwk(jwk));
  return async (data, tags) => {
    const inBytes = tags.map(({ name, value }) => ({ name: binary(name), value: binary(value) }));
    return bytesOf(encodeItem(await signItem({ target: '', anchor: '', tags: inBytes, data: binary(data) }, key)));
  };
}

/** @throws PocketbeamError `deploy-failed` that tells a node that is not there from one that this page may not read. */
async function reach(node: string, path: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(`${node}/${path}`, init);
  } catch (error) {
    // An answer that nobody may read tells only that there is one.
    const isThere = await fetch(node, { mode: 'no-cors' }).then(
      () => true,
      () => false,
    );
    throw new PocketbeamError(
      'deploy-failed',
      isThere ? `${node} does not let a page of another site publish (CORS).` : `${node} cannot be reached.`,
      {
        cause: isThere
          ? 'Its answers do not have the header access-control-allow-origin.'
          : `The browser says: ${error instanceof Error ? error.message : String(error)}.`,
        next: isThere
          ? 'Publish by the command line, pocketbeam deploy, or through a node that allows it.'
          : 'Check the address, that the node runs, and that a page of https asks one of https.',
        status: 502,
        details: { node },
      },
    );
  }
}

/** @throws Error for an answer that is none, with what it says. */
async function ok(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = (await response.text()).trim().slice(0, MAX_TOLD);
  throw new Error(`it answered ${response.status}${text ? `: ${text}` : ''}`);
}
