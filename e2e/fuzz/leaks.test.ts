/** What fails inside names no file of this machine and shows no stack, however it is asked. */
import { expect, it } from 'vitest';
import type { Computer } from '../../src/core/device.ts';
import { createHandler } from '../../src/http/handle.ts';
import { MemoryKeyValue } from '../../src/store/memory.ts';
import { createStore } from '../../src/store/process-store.ts';
import { leakIn } from './words.ts';

const SAID = [
  "ENOENT: no such file or directory, open '/home/somebody/data/log'",
  "EACCES: permission denied, open 'C:\\Users\\somebody\\data\\log'",
  'failed at file:///work/src/http/handle.ts:12:3',
  'Cannot read properties of undefined\n    at read (/root/app/dist/cli.js:100:7)\n    at async x',
];

const ASKED: readonly Record<string, string>[] = [{}, { accept: 'application/json' }, { 'sec-fetch-mode': 'navigate' }];

it.each(SAID)('%j', async (message) => {
  const fails = (): Promise<never> => Promise.reject(new TypeError(message));
  const computer: Computer = { compute: fails, read: fails };
  const store = { ...createStore(new MemoryKeyValue()), message: fails, head: fails, read: fails, assignment: fails };
  for (const strict of [false, true]) {
    const handle = createHandler({ store, computer, mode: 'node', strict });
    for (const headers of ASKED) {
      const response = await handle(
        new Request(`http://node.test/${'p'.repeat(43)}~process@1.0/now/cache/x`, { headers }),
      );
      expect(response?.status).toBe(500);
      expect(response?.headers.get('pocketbeam-code')).toMatch(/^(?:internal|node-defect)$/);
      const text = `${[...(response?.headers ?? [])].join('\n')}\n${await response?.text()}`;
      expect(leakIn(text, '')).toBeUndefined();
      expect(text).not.toContain('somebody');
    }
  }
});
