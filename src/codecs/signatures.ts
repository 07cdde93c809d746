/** HTTP message signatures: the headers `signature` and `signature-input` (RFC 9421; spec/wire.md §4). */
import { PocketbeamError, show } from '../core/errors.ts';
import { beyond, MAX_SIGNATURES } from '../core/limits.ts';
import { base64, base64url, fromBase64url, sha256 } from './digest.ts';
import { verifyRsa } from './rsa.ts';
import { fieldOf, signatureBase } from './signature-base.ts';
import { parseDictionary, type BareItem, type Member } from './structured-field-parser.ts';

/** One signature of a message. */
export interface Signature {
  /** Its key in both dictionaries: `http-sig-…`. */
  label: string;
  /** `rsa-pss-sha512`, or whatever else was claimed. */
  alg: string;
  /** The base64url modulus of the signer's key. */
  keyid: string;
  /** The fields that it covers, in the order in which they were signed, without `@`. */
  fields: string[];
  /** The signature's bytes, a byte string. */
  bytes: string;
  /** The text of its member of `signature-input`, which is part of what was signed. */
  params: string;
}

/**
 * The signatures that the two headers hold, in the order of `signature-input`. Members with `alg="hmac-sha256"` are no
 * signatures: anyone can make them.
 * @throws PocketbeamError `bad-signature` when the headers do not belong together, `too-many-signatures`, `bad-structured-field`
 */
export function parseSignatures(signature: string | undefined, input: string | undefined): Signature[] {
  if (signature === undefined && input === undefined) return [];
  const values = parseDictionary(signature ?? '');
  const inputs = parseDictionary(input ?? '');
  for (const label of values.keys())
    if (!inputs.has(label)) throw badSignature(`The signature ${show(label)} has no signature-input.`);
  if (inputs.size > MAX_SIGNATURES)
    throw beyond('too-many-signatures', 400, 'The message', MAX_SIGNATURES, 'signatures');
  return [...inputs]
    .map(([label, member]) => parseSignature(label, member, values.get(label)))
    .filter(({ alg }) => alg !== 'hmac-sha256');
}

function parseSignature(label: string, { item, params, raw }: Member, value: Member | undefined): Signature {
  if (!value) throw badSignature(`There is no signature for the signature-input ${show(label)}.`);
  if (Array.isArray(value.item) || value.item.kind !== 'bytes')
    throw badSignature(`The signature ${show(label)} is no byte sequence.`);
  if (!Array.isArray(item)) throw badSignature(`The signature-input ${show(label)} lists no components.`);
  const components = item.map((component) => textOf(component) ?? '');
  // Not only against RFC 9421 §2.5: a long field named a thousand times would be signed a thousand times.
  if (new Set(components).size < components.length)
    throw badSignature(`The signature-input ${show(label)} names a component twice.`);
  const fields = components.map(fieldOf);
  return {
    label,
    alg: textOf(params.get('alg')) ?? '',
    keyid: textOf(params.get('keyid')) ?? '',
    fields,
    bytes: value.item.value,
    params: raw,
  };
}

const textOf = (item: BareItem | undefined): string | undefined => (item?.kind === 'string' ? item.value : undefined);

/** Id of a signature, and so of the message signed by it alone: 43 base64url characters. */
export async function signatureId({ bytes }: Signature): Promise<string> {
  return base64url(await sha256(bytes));
}

/** Id of a message with several signatures; with one it is that one's. */
export async function idOfAll(ids: readonly string[]): Promise<string> {
  const [first = ''] = ids;
  return ids.length > 1 ? base64url(await sha256([...ids].sort().join(', '))) : first;
}

/** The address of the key `keyid`, 43 base64url characters; nothing if that is no key. */
export async function addressOf(keyid: string): Promise<string | undefined> {
  const modulus = fromBase64url(keyid);
  return modulus ? base64url(await sha256(modulus)) : undefined;
}

/** The two headers' texts for one signature, as they stand in a commitment. */
export function signatureTexts({ label, bytes, params }: Signature): { signature: string; input: string } {
  return { signature: `${label}=:${base64(bytes)}:`, input: `${label}=${params}` };
}

/**
 * Whether `fields` were signed by the owner of the key. False for every algorithm but `rsa-pss-sha512`, for a key that
 * is none, and when a signed field is missing.
 */
export async function verifySignature(
  { alg, keyid, fields: names, bytes, params }: Signature,
  fields: ReadonlyMap<string, string>,
): Promise<boolean> {
  const base = signatureBase(fields, names, params);
  const modulus = fromBase64url(keyid);
  if (alg !== 'rsa-pss-sha512' || base === undefined || !modulus) return false;
  // RFC 9421 has 64; aoconnect in Node salts with as much as fits.
  const saltLengths = [64, modulus.length - 64 - 2];
  return verifyRsa({ modulus, hash: 'SHA-512', saltLengths }, bytes, base);
}

const badSignature = (what: string): PocketbeamError =>
  new PocketbeamError('bad-signature', what, {
    next: 'Send both headers, `signature` and `signature-input`, with the same names in them (RFC 9421).',
    status: 400,
  });
