/** The hyper dialect's runtime, bundled with whoever imports this. */
import { composeBundle, withHarness } from './compose.ts';

const files = import.meta.glob<string>(['../aos/*.lua', './*.lua'], { query: '?raw', import: 'default', eager: true });

function read(file: string): string {
  const text = files[`../${file}`] ?? files[file.replace(/^hyper\//, './')];
  if (text === undefined) throw new Error(`There is no ${file}`);
  return text;
}

/** The module of a hyper process. @param bundle Lua text with a global `compute`. Default: our own runtime. */
export const hyperModule = (bundle = composeBundle(read)): string => withHarness(bundle, read);
