/**
 * What a share link holds: the files of a program, and messages to send to it, as versioned JSON, compressed, behind the
 * `#` of the page's address. Browsers send that part to nobody.
 */
import { PocketbeamError } from 'pocketbeam';
import { checkedPath, MAIN, readFiles, type SourceFile } from '../model/project-files.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';

export interface SharedTag {
  readonly name: string;
  readonly value: string;
}

export interface SharedMessage {
  readonly tags: readonly SharedTag[];
  readonly data: string;
}

export interface Shared {
  /** What the program is called. */
  readonly title: string;
  /** `main.lua` first. */
  readonly files: readonly SourceFile[];
  /** In the order in which they are to be sent. */
  readonly messages: readonly SharedMessage[];
}

/** Of the JSON. A later form has a higher one. */
const VERSION = 1;
const KEY = '#share=';
/** Characters of a link that chats and mail programs still pass on, and that a page may be made to unpack. */
const MAX_LINK = 100_000;
const MAX_JSON = 1_000_000;
const MAX_MESSAGES = 50;
const MAX_TITLE = 100;

/** Whether the hash of an address is meant as a share link. */
export const isShareLink = (hash: string): boolean => hash.startsWith(KEY);

/**
 * The hash of an address, with its `#`.
 * @throws PocketbeamError `share-too-large`
 */
export async function shareLink({ title, files, messages }: Shared): Promise<string> {
  const json = JSON.stringify({ v: VERSION, title, files, messages });
  const packed = await piped(new TextEncoder().encode(json), new CompressionStream('gzip'), MAX_JSON);
  const hash = packed && KEY + toBase64Url(packed);
  if (json.length <= MAX_JSON && messages.length <= MAX_MESSAGES && hash && hash.length <= MAX_LINK) return hash;
  throw new PocketbeamError(
    'share-too-large',
    `This is too much for a link: ${hash?.length ?? json.length} characters.`,
    {
      cause: `A link takes ${MAX_LINK} characters when compressed, and ${MAX_MESSAGES} messages; longer ones are cut off on their way.`,
      next: 'Share fewer messages or files, or export a snapshot (tab Snapshot) and send the file.',
      status: 413,
    },
  );
}

/**
 * What the hash of an address holds. Nothing of it is run.
 * @throws PocketbeamError `bad-share-link`
 */
export async function readShareLink(hash: string): Promise<Shared> {
  if (hash.length > MAX_LINK) throw bad('It is longer than any that this page makes.');
  const packed = fromBase64Url(hash.slice(KEY.length));
  const json = packed && (await piped(packed, new DecompressionStream('gzip'), MAX_JSON));
  if (!json) throw bad('A part of it is missing or changed, as when a program cuts long lines.');
  const { v, title, files, messages } = fieldsOf(new TextDecoder().decode(json));
  if (typeof v === 'number' && v > VERSION) throw bad('It was made by a newer version of this page.');
  const read = readFiles(files);
  const sent = readMessages(messages);
  if (v !== VERSION || typeof title !== 'string' || !read?.every(isNamedWell) || !sent)
    throw bad('What it holds is no program.');
  return {
    title: title.slice(0, MAX_TITLE),
    files: read.map(({ path, text }) => ({ path, text })),
    messages: sent.map(({ tags, data }) => ({ tags: tags.map(({ name, value }) => ({ name, value })), data })),
  };
}

/** Messages as they were stored or shared; undefined for anything else. */
export function readMessages(stored: unknown): readonly SharedMessage[] | undefined {
  const are = Array.isArray(stored) && stored.length <= MAX_MESSAGES && stored.every(isMessage);
  return are ? stored : undefined;
}

const bad = (cause: string): PocketbeamError =>
  new PocketbeamError('bad-share-link', 'The program in this link could not be opened; what you wrote is untouched.', {
    cause,
    next: 'Ask for the link again, and open it whole.',
    status: 400,
  });

/** @returns undefined for bytes that the stream refuses, and for more than `most`. */
async function piped(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for await (const part of new Blob([bytes]).stream().pipeThrough(through)) {
      parts.push(part);
      // A few bytes can stand for gigabytes.
      if ((size += part.length) > most) return undefined;
    }
  } catch {
    return undefined;
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function fieldsOf(json: string): Partial<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(json) as object | null) };
  } catch {
    return {};
  }
}

function isNamedWell({ path }: SourceFile, index: number, all: readonly SourceFile[]): boolean {
  if (index === 0) return path === MAIN;
  try {
    return checkedPath(path, all.slice(0, index)) === path;
  } catch {
    return false;
  }
}

function isMessage(item: unknown): item is SharedMessage {
  const { tags, data } = (item ?? {}) as Partial<SharedMessage>;
  return typeof data === 'string' && Array.isArray(tags) && tags.every(isTag);
}

function isTag(item: unknown): item is SharedTag {
  const { name, value } = (item ?? {}) as Partial<SharedTag>;
  return typeof name === 'string' && typeof value === 'string';
}
