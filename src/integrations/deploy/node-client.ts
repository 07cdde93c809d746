/**
 * The requests of publishing as aoconnect makes them in mainnet mode (spec/aoconnect.md §5.2), without that package: for
 * pages, many of which it is too large for.
 */
import { isId } from '../../core/ids.ts';
import type { AoClient, Tag } from './aoconnect.ts';
import type { PageWallet } from './page-wallet.ts';

/** What is sent where there is nothing to say: an item has some data. */
const NO_DATA = '1984';
const MAX_TOLD = 300;

/** @param node its origin. */
export function createNodeClient(node: string, wallet: PageWallet, scheduler?: string): AoClient {
  const post = async (path: string, data: string, tags: readonly Tag[]): Promise<Response> => {
    const headers = { 'content-type': 'application/ans104', 'codec-device': 'ans104@1.0' };
    await wallet.connect(['SIGN_TRANSACTION']);
    const body = await wallet.signDataItem({ data, tags });
    return ok(await fetch(`${node}/${path}`, { method: 'POST', headers, body }));
  };
  return {
    async spawn({ module, tags, data }) {
      const named = scheduler ?? (await (await ok(await fetch(`${node}/~meta@1.0/info/address`))).text()).trim();
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

/** @throws Error for an answer that is none, with what it says. */
async function ok(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = (await response.text()).trim().slice(0, MAX_TOLD);
  throw new Error(`it answered ${response.status}${text ? `: ${text}` : ''}`);
}
