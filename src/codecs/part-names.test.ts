/** Names of parts that look like escapes themselves. */
import { expect, it } from 'vitest';
import type { Value } from '../core/value.ts';
import { encodeHttp } from './httpsig.ts';
import { decodeHttp } from './httpsig-decode.ts';

it.each(['%00-', '%22', '%25', '%2522', '%252525', '%', '100%25', 'a"b', '\x01', '%0a%0d', '%zz'])(
  'the key %j comes back from a part',
  async (key) => {
    const message = new Map<string, Value>([['body', new Map([[key, new Map([['x', 'y']])]])]]);
    const decoded = await decodeHttp(await encodeHttp(message));
    expect(decoded.get('body')).toEqual(message.get('body'));
  },
);
