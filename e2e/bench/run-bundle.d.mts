/** The types of run-bundle.mjs, where it is described. */
interface BundleOptions {
  bundle: string;
  args: string[];
  profile?: boolean;
}
export function runBundle(entry: string, options: BundleOptions): Promise<number>;
export function measureBundle(entry: string, options: BundleOptions): Promise<unknown>;
