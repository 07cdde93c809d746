/** Ids: opaque strings. Nothing here decodes them (spec/hyperbeam.md, Facts: paths and requests). */

/** What stands as the first segment of a HyperPATH: 43 base64url characters, as the network writes ids. */
const ID = /^[A-Za-z0-9_-]{43}$/;

export function isId(segment: string): boolean {
  return ID.test(segment);
}

/** Keys of exactly 32, 42 or 43 bytes count as ids: their case matters. */
export function isIdKey(key: string): boolean {
  return key.length === 43 || key.length === 42 || key.length === 32;
}

/** The spelling under which a message keeps a key: lower-case, ids as they are. */
export function normalizeKey(key: string): string {
  return isIdKey(key) ? key : inLowerCase(key);
}

/** The letters A to Z alone: in a byte string any other may be a part of one, and its bytes stay. */
export const inLowerCase = (key: string): string => key.replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
