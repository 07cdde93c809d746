/** Types of what is read, where the caller says what the cache of its processes holds. They are gone when it runs. */
import type { Plain } from '../core/plain.ts';

/** The cache of any program. */
export type AnyCache = Record<string, Plain>;

/** The value at `Path` below a cache, as `balances/<address>`; `Plain` where nothing is said of it. */
type ValueAt<Cache, Path extends string> = Cache extends object
  ? Path extends `${infer Key}/${infer Rest}`
    ? Key extends keyof Cache
      ? ValueAt<Cache[Key], Rest>
      : Plain
    : Path extends keyof Cache
      ? Cache[Path]
      : Plain
  : Plain;

/** The value at a HyperPATH: `/<process>~process@1.0/now/cache/<key>` gives what `Cache` says of the key. */
export type ReadAt<Cache, Path extends string> = Path extends `${string}/cache/${infer Key}`
  ? ValueAt<Cache, Key>
  : Plain;
