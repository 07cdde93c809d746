import type { SpawnOptions } from '../../emulator/api.ts';

/** A process that every test begins with: options of `spawn`, where the Lua may also lie in a file. */
export interface TestProcess extends SpawnOptions {
  /** Path of a Lua file, relative to the folder of the Playwright configuration; in place of `source`. */
  file?: string;
}

/** `test.use({ pocketbeam: { … } })` */
export interface PocketbeamTestOptions {
  /** Spawned before each test, in this order. Default: none. */
  processes?: readonly TestProcess[];
  /**
   * Origins of nodes that the app asks, such as `https://node.example`: their HyperPATHs are answered, whatever else the
   * app wants of them is not touched. Those of the app's own origin always are. Default: none.
   */
  nodes?: readonly string[];
  /** Behaves as a real node does where that has a plain defect. Default false. */
  strict?: boolean;
  /** The time at which the clock stands when a test begins, as `clock.set` takes it. Default: it goes with the machine's. */
  now?: Date | number | string;
}
