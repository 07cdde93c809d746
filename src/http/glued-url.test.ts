import { describe, expect, it } from 'vitest';
import { createTestNode } from '../../e2e/support/test-node.ts';
import { gluedUrl } from './glued-url.ts';

const code = (path: string, method = 'POST'): string | undefined =>
  gluedUrl({ method, url: `http://node.test${path}` })?.code;

describe('a URL that a client has glued', () => {
  it.each(['/hbpush', '/hbpush?x=1', '/~legacynet@1.0graphql'])('is %s', (path) => {
    expect(code(path)).toBe('glued-url');
  });
  it.each(['/push', '/push?x=1', '/hb/push', '/~legacynet@1.0/graphql', '/graphql', '/my-graphql', '/a/gitpush', '/'])(
    'is not %s',
    (path) => expect(code(path)).toBeUndefined(),
  );
  it('is none that is only read', () => {
    expect(code('/hbpush', 'GET')).toBeUndefined();
  });
  it('is answered with what to do', async () => {
    const response = await createTestNode().fetch('/hbpush', { method: 'POST' });
    expect([response.status, response.headers.get('pocketbeam-code')]).toEqual([404, 'glued-url']);
    expect(await response.text()).toContain('hb/push');
  });
});
