import { readFile } from 'node:fs/promises';
import { readJwk } from '../../codecs/wallet.ts';
import { PocketbeamError } from '../../core/errors.ts';

/** The JSON of a key file. @throws Error naming the file. */
export async function readKey(file: string): Promise<object> {
  const text = await readFile(file, 'utf8');
  try {
    return readJwk(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof PocketbeamError ? error.message : 'The wallet is no JSON.'}`, {
      cause: error,
    });
  }
}
