/** A key with the methods that clients call of `window.arweaveWallet`, for browsers that have only its file. */
import { encodeItem } from '../../codecs/ans104.ts';
import type { Tag } from '../../codecs/avro-tags.ts';
import { fromBase64url } from '../../codecs/digest.ts';
import { signItem } from '../../codecs/sign.ts';
import { openWallet, readJwk } from '../../codecs/wallet.ts';
import { PocketbeamError, show } from '../../core/errors.ts';
import { binary, binaryOf, bytesOf } from '../../core/value.ts';

/** An unsigned data item, as `signDataItem` of Arweave wallets takes it. */
export interface UnsignedItem {
  data: string | Uint8Array | ArrayBuffer;
  tags?: readonly Tag[];
  /** base64url. */
  target?: string;
  /** 32 characters. */
  anchor?: string;
}

/** The five methods that aoconnect calls of a wallet in a browser. None asks anybody: who has the key has agreed. */
export interface KeyWallet {
  /** Allows whatever is asked for. */
  connect(permissions: readonly string[]): Promise<void>;
  /** 43 characters of base64url. */
  getActiveAddress(): Promise<string>;
  /** The modulus of the key, base64url. */
  getActivePublicKey(): Promise<string>;
  /**
   * The bytes of the signed item.
   * @throws PocketbeamError `bad-data-item` for tags beyond the bounds of the standard, `bad-tag` for those that are no text.
   */
  signDataItem(item: UnsignedItem): Promise<ArrayBuffer>;
  /** A signature as HTTP messages have it (RSA-PSS with SHA-512 and a salt of 64 bytes), or with SHA-256 and one of 32. */
  signMessage(
    data: Uint8Array | ArrayBuffer,
    options?: { hashAlgorithm?: 'SHA-256' | 'SHA-512' },
  ): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * @param jwk the private key, RSA with 4,096 bits, as Arweave wallets have it. It stays in the memory of this context.
 * @throws PocketbeamError `bad-wallet`
 */
export async function createKeyWallet(jwk: object): Promise<KeyWallet> {
  const wallet = await openWallet(readJwk(jwk));
  return {
    connect: () => Promise.resolve(),
    getActiveAddress: () => Promise.resolve(wallet.address),
    getActivePublicKey: () => Promise.resolve(wallet.keyid),
    async signDataItem({ data, tags = [], target = '', anchor = '' }) {
      const draft = {
        tags: tags.map(byteTag),
        target: fromBase64url(target) ?? '',
        anchor: binary(anchor),
        data: typeof data === 'string' ? binary(data) : byteString(data),
      };
      return bytesOf(encodeItem(await signItem(draft, wallet))).buffer;
    },
    signMessage: async (data, { hashAlgorithm = 'SHA-512' } = {}) =>
      bytesOf(await wallet.sign(byteString(data), hashAlgorithm, hashAlgorithm === 'SHA-512' ? 64 : 32)),
  };
}

const byteString = (data: Uint8Array | ArrayBuffer): string =>
  binaryOf(data instanceof Uint8Array ? data : new Uint8Array(data));

function byteTag({ name, value }: Tag): Tag {
  // Callers may be plain JavaScript.
  const given: readonly unknown[] = [name, value];
  if (!given.every((text) => typeof text === 'string'))
    throw new PocketbeamError('bad-tag', `The tag ${show(name)} is no text but ${show(value)}.`, {
      next: 'Tags are text: write numbers as String(n).',
      status: 400,
    });
  return { name: binary(name), value: binary(value) };
}
