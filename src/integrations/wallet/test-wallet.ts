/**
 * A stand-in for `window.arweaveWallet`, FOR TESTS ONLY: it asks nobody before it signs, and its key lies in the memory of
 * the page.
 */
import { generateJwk } from '../../codecs/wallet.ts';
import { createKeyWallet, type KeyWallet } from './key-wallet.ts';

export interface TestWallet extends KeyWallet {
  /** Says to whoever looks that it is no wallet of anybody. */
  readonly walletName: 'Pocketbeam test wallet, which signs without asking';
}

/**
 * @param jwk the private key, RSA with 4,096 bits, as Arweave wallets have it. Never that of a wallet with anything in it.
 * Default: a new one, which takes seconds.
 * @throws PocketbeamError `bad-wallet`
 */
export async function createTestWallet(jwk?: object): Promise<TestWallet> {
  const wallet = await createKeyWallet(jwk ?? (await generateJwk()));
  return { walletName: 'Pocketbeam test wallet, which signs without asking', ...wallet };
}
