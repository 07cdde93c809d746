/** What signs in a page: the wallet of an extension, or a key that stands in for one. */
import { PocketbeamError } from '../../core/errors.ts';
import type { Tag } from './aoconnect.ts';

/** As much of `window.arweaveWallet` as publishing calls. */
export interface PageWallet {
  connect(permissions: readonly string[]): Promise<unknown>;
  signDataItem(item: { data: string; tags: readonly Tag[] }): Promise<ArrayBuffer | Uint8Array<ArrayBuffer>>;
}

/**
 * @param wallet `window.arweaveWallet`, an object with its methods, or a JWK.
 * @param onRefusal told why it did not sign, with a code: `not-signed`, or what is wrong with the data item. A client that
 * signs by it tells only words.
 * @throws PocketbeamError `bad-wallet` for an object that is neither.
 */
export async function asPageWallet(wallet: object, onRefusal: (refusal: PocketbeamError) => void): Promise<PageWallet> {
  const own = isPageWallet(wallet) ? wallet : await (await import('../wallet/key-wallet.ts')).createKeyWallet(wallet);
  const telling =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await call(...args);
      } catch (error) {
        onRefusal(error instanceof PocketbeamError ? error : notSigned(error));
        throw error;
      }
    };
  const calls: PageWallet = {
    connect: telling((permissions) => own.connect(permissions)),
    signDataItem: telling((item) => own.signDataItem(item)),
  };
  // Whatever else it has stays; it may be frozen, so nothing is assigned to it.
  return Object.create(own, Object.getOwnPropertyDescriptors(calls)) as PageWallet;
}

const isPageWallet = (wallet: object): wallet is PageWallet => 'signDataItem' in wallet && 'connect' in wallet;

function notSigned(error: unknown): PocketbeamError {
  const words = error instanceof Error ? error.message : String(error);
  return new PocketbeamError('not-signed', `The wallet has not signed it: ${words}.`, {
    cause: 'Nothing was sent.',
    next: 'Allow it when the wallet asks, or sign by a key file.',
    status: 400,
  });
}
