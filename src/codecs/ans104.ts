/**
 * `ans104@1.0`: data items as bytes (the public standard ANS-104). Everything is byte strings. A bundle inside of an item
 * is its data and not taken apart.
 */
import { badDataItem, decodeTags, encodeTags, type Tag } from './avro-tags.ts';
import { deepHash } from './deep-hash.ts';

/** How an item is signed. */
interface Scheme {
  /** Its number in the item. */
  type: number;
  /** What commitments call it. */
  alg: string;
  /** Sizes in bytes. */
  signature: number;
  owner: number;
}

const SCHEMES: readonly Scheme[] = [
  { type: 1, alg: 'rsa-pss-sha256', signature: 512, owner: 512 },
  { type: 2, alg: 'ed25519', signature: 64, owner: 32 },
  { type: 3, alg: 'secp256k1-ethereum', signature: 65, owner: 65 },
  { type: 4, alg: 'ed25519-solana', signature: 64, owner: 32 },
];

/** An item with its fields as they stand in it. */
export interface DataItem {
  alg: string;
  signature: string;
  /** The public key. */
  owner: string;
  /** 32 bytes, or none. */
  target: string;
  anchor: string;
  tags: Tag[];
  /** The tags in the encoding that was signed. */
  rawTags: string;
  data: string;
}

/** An item's fields before it is signed. */
export type ItemDraft = Pick<DataItem, 'target' | 'anchor' | 'tags' | 'data'>;

/**
 * Takes an item apart. Whether its signature holds is for `verifyItem` to say.
 * @throws PocketbeamError `bad-data-item` when sizes claimed do not fit the bytes that are there, or the signature is of
 * another type than 1 (Arweave), 2 (ed25519), 3 (Ethereum), 4 (Solana); and what `decodeTags` throws.
 */
export function decodeItem(bytes: string): DataItem {
  let at = 0;
  const take = (length: number): string => {
    if (length > bytes.length - at) throw badDataItem(`It breaks off at byte ${bytes.length}.`);
    return bytes.slice(at, (at += length));
  };
  const number = (size: number): number =>
    [...take(size)].reduceRight((value, byte) => value * 256 + byte.charCodeAt(0), 0);
  const optional = (): string => {
    const flag = number(1);
    if (flag > 1) throw badDataItem(`Byte ${at - 1} is neither 0 nor 1.`);
    return take(32 * flag);
  };
  const type = number(2);
  const scheme = SCHEMES.find((one) => one.type === type);
  if (!scheme) throw badDataItem(`Signatures of type ${type} are not known here.`);
  const signature = take(scheme.signature);
  const owner = take(scheme.owner);
  const target = optional();
  const anchor = optional();
  const count = number(8);
  const rawTags = take(number(8));
  const tags = decodeTags(rawTags);
  if (count !== tags.length) throw badDataItem(`It says that it has ${count} tags, and has ${tags.length}.`);
  return { alg: scheme.alg, signature, owner, target, anchor, tags, rawTags, data: bytes.slice(at) };
}

/** The item as bytes. */
export function encodeItem({ alg, signature, owner, target, anchor, tags, rawTags, data }: DataItem): string {
  const optional = (field: string): string => (field ? `\x01${field}` : '\0');
  const head = littleEndian(schemeOf(alg)?.type ?? 0, 2) + signature + owner + optional(target) + optional(anchor);
  return head + littleEndian(tags.length, 8) + littleEndian(rawTags.length, 8) + rawTags + data;
}

function littleEndian(n: number, size: number): string {
  let bytes = '';
  for (let rest = n; bytes.length < size; rest = Math.floor(rest / 256)) bytes += String.fromCharCode(rest % 256);
  return bytes;
}

const schemeOf = (alg: string): Scheme | undefined => SCHEMES.find((one) => one.alg === alg);

/**
 * An item from its fields; nothing when they have not the sizes that the standard says.
 * @param rawTags default: as {@link encodeTags} writes them.
 */
export function itemOfFields(
  fields: ItemDraft & Pick<DataItem, 'alg' | 'signature' | 'owner'>,
  rawTags = encodeTags(fields.tags),
): DataItem | undefined {
  const { alg, signature, owner, target, anchor } = fields;
  const scheme = schemeOf(alg);
  const fits =
    scheme?.signature === signature.length &&
    scheme.owner === owner.length &&
    [target, anchor].every(({ length }) => length === 0 || length === 32);
  return fits ? { ...fields, rawTags } : undefined;
}

/** What is signed: 48 bytes. */
export function itemPayload({
  alg,
  owner,
  target,
  anchor,
  rawTags,
  data,
}: Omit<DataItem, 'signature'>): Promise<string> {
  return deepHash(['dataitem', '1', String(schemeOf(alg)?.type), owner, target, anchor, rawTags, data]);
}
