/** The key of a node: given, or made when it is first needed and kept in the store. */
import type { Store } from '../core/ports/store.ts';
import type { RsaJwk, Wallet } from '../core/ports/wallet.ts';
import { generateJwk, openWallet } from './wallet.ts';
import { addressOf } from './signatures.ts';

export interface NodeWallet {
  /** 43 base64url characters; undefined while there is no key. */
  address(): Promise<string | undefined>;
  /** Makes a key where there is none, which takes seconds. */
  wallet(): Promise<Wallet>;
}

/** @param given used instead of the store's, which stays as it is. */
export function createNodeWallet(store: Pick<Store, 'wallet' | 'keepWallet'>, given?: RsaJwk): NodeWallet {
  let opened: { jwk: RsaJwk; wallet: Promise<Wallet> } | undefined;
  let making: Promise<RsaJwk> | undefined;
  const known = async (): Promise<RsaJwk | undefined> => given ?? (await store.wallet());
  const make = (): Promise<RsaJwk> =>
    (making ??= generateJwk()
      .then((jwk) => store.keepWallet(jwk))
      .finally(() => (making = undefined)));
  return {
    address: async () => {
      const jwk = await known();
      return jwk && addressOf(jwk.n);
    },
    wallet: async () => {
      const jwk = (await known()) ?? (await make());
      // The store may have been cleared meanwhile.
      if (opened?.jwk.n !== jwk.n) opened = { jwk, wallet: openWallet(jwk) };
      return opened.wallet;
    },
  };
}
