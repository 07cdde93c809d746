import { expect as base, type Expect, type ExpectMatcherState, type MatcherReturnType } from '@playwright/test';
import { PocketbeamError } from '../../core/errors.ts';
import type { Plain } from '../../core/plain.ts';
import type { Beam } from './beam.ts';

/** Equal to nothing that a test expects. */
const NOTHING = Symbol('no process');

/** Matchers that are there beside Playwright's. */
const matchers = {
  /**
   * Waits until a key of a process' cache has a value, with all that is pending computed.
   *
   *     await expect(beam).toHaveCache(process, 'balances/alice', 100);
   *
   * @param key below `cache`, also a deeper one.
   * @param expected compared as by `toEqual`, so that `expect.anything()` and the like do; undefined for no such key.
   * @param options `timeout` in milliseconds. Default: that of `expect`.
   */
  async toHaveCache(
    this: ExpectMatcherState,
    beam: Pick<Beam, 'read'>,
    process: string,
    key: string,
    expected: unknown,
    options: { timeout?: number } = {},
  ): Promise<MatcherReturnType> {
    const path = `/${process}~process@1.0/now/cache/${key}`;
    let actual: Plain | undefined;
    let missing: PocketbeamError | undefined;
    const read = async (): Promise<Plain | typeof NOTHING | undefined> => {
      missing = undefined;
      try {
        return (actual = await beam.read(path));
      } catch (error) {
        // The page may be about to spawn it.
        if (!(error instanceof PocketbeamError) || error.code !== 'unknown-process') throw error;
        missing = error;
        return NOTHING;
      }
    };
    const polled = base.poll(read, { ...options, message: path });
    let why = '';
    try {
      await (this.isNot ? polled.not : polled).toEqual(expected);
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
    // No process has no value, and no other one either.
    if (missing) why = missing.message;
    const held = why === '';
    return { name: 'toHaveCache', pass: held !== this.isNot, expected, actual, message: () => why };
  },
};

/** Playwright's, with `toHaveCache(process, key, value)` for the emulator of a test. */
export const expect: Expect<typeof matchers> = base.extend(matchers);
