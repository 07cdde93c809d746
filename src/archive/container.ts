/**
 * An archive as a file: 7 bytes that say what it is, 1 byte with the version of what follows, the SHA-256 of the rest
 * (32 bytes), and that rest: lines of text, gzip. So a flipped or missing byte is found before anything is unpacked.
 */
import { beyond, MAX_ARCHIVE } from '../core/limits.ts';
import { PocketbeamError } from '../core/errors.ts';
import { badArchive } from './faults.ts';

/** Begins with a byte that no text has and ends with a line break, so that a transfer as text is noticed. */
const MAGIC = [0x89, ...new TextEncoder().encode('PBEAM\n')];
/** Of what is written. 2: a process has tasks of the clock; 1, which had none, is read like it. */
const VERSION = 2;
const FIRST_VERSION = 1;
const HASH_AT = MAGIC.length + 1;
const CONTENT_AT = HASH_AT + 32;
/** Lines are packed in pieces of about this many characters. */
const PIECE = 65_536;

/**
 * @param limit of bytes before they are packed.
 * @throws PocketbeamError `archive-too-large`
 */
export async function seal(lines: AsyncIterable<string>, limit = MAX_ARCHIVE): Promise<Uint8Array<ArrayBuffer>> {
  const packing = new CompressionStream('gzip');
  const packed = new Response(packing.readable).arrayBuffer();
  const writer = packing.writable.getWriter();
  try {
    for await (const piece of piecesOf(lines, limit)) await writer.write(piece);
    await writer.close();
  } catch (error) {
    packed.catch(() => undefined);
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
  const content = new Uint8Array(await packed);
  const file = new Uint8Array(CONTENT_AT + content.length);
  file.set([...MAGIC, VERSION]);
  file.set(await sha256(content), HASH_AT);
  file.set(content, CONTENT_AT);
  return file;
}

async function* piecesOf(lines: AsyncIterable<string>, limit: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let [text, total] = ['', 0];
  const piece = (): Uint8Array<ArrayBuffer> => {
    const bytes = encoder.encode(text);
    if ((total += bytes.length) > limit) throw tooLarge(limit);
    text = '';
    return bytes;
  };
  for await (const line of lines) {
    text += `${line}\n`;
    if (text.length >= PIECE) yield piece();
  }
  yield piece();
}

/**
 * The lines of an archive, one after the other; each ends with a line break in the file.
 * @param limit of bytes, packed and unpacked.
 * @throws PocketbeamError `bad-archive`, `archive-newer`, `archive-too-large`
 */
export async function* unseal(file: Uint8Array<ArrayBuffer>, limit = MAX_ARCHIVE): AsyncGenerator<string> {
  if (file.length > limit) throw tooLarge(limit);
  const content = await contentOf(file);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let total = 0;
  /** Of the line that is not over yet. */
  let pieces: string[] = [];
  for await (const bytes of unpacked(content)) {
    if ((total += bytes.length) > limit) throw tooLarge(limit);
    const [first = '', ...rest] = decode(decoder, bytes).split('\n');
    pieces.push(first);
    for (const next of rest) {
      yield pieces.join('');
      pieces = [next];
    }
  }
  decode(decoder);
  if (pieces.some((piece) => piece !== '')) throw badArchive('its last line is cut off');
}

async function contentOf(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (MAGIC.some((byte, i) => file[i] !== byte)) throw badArchive('it does not begin as one');
  const version = file[MAGIC.length];
  if (version !== undefined && version > VERSION)
    throw new PocketbeamError(
      'archive-newer',
      `The archive has the version ${version}, and this is read up to ${VERSION}.`,
      {
        cause: 'A newer Pocketbeam made it.',
        next: 'Update Pocketbeam, then import again.',
        status: 400,
      },
    );
  if (version === undefined || version < FIRST_VERSION) throw badArchive('there is no such version');
  const content = file.subarray(CONTENT_AT);
  const hash = await sha256(content);
  if (hash.some((byte, i) => file[HASH_AT + i] !== byte))
    throw badArchive('its checksum does not fit, so bytes are missing or changed');
  return content;
}

async function* unpacked(content: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array> {
  try {
    yield* new Blob([content]).stream().pipeThrough(new DecompressionStream('gzip'));
  } catch (error) {
    // The consumer's own errors come back here when it stops in the middle.
    throw error instanceof PocketbeamError ? error : badArchive('its content cannot be unpacked');
  }
}

function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw badArchive('its content is no text');
  }
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

const tooLarge = (limit: number): PocketbeamError =>
  beyond('archive-too-large', 413, 'What the archive holds', limit, 'bytes');
