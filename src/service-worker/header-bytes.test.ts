import { describe, expect, it } from 'vitest';
import { binary } from '../core/value.ts';
import { headerBytes, withHeaderBytes } from './header-bytes.ts';

describe('header values', () => {
  it.for(['', 'plain', 'ö', 'naïve café', '€ 5', '日本 😀'])(
    'are bytes, whether %s came as bytes or as text',
    (text) => {
      expect(headerBytes(text)).toBe(binary(text));
      expect(headerBytes(binary(text))).toBe(binary(text));
    },
  );
  it('leave a request alone that has none beyond ASCII', () => {
    const request = new Request('http://localhost/', { headers: { note: 'plain' } });
    expect(withHeaderBytes(request)).toBe(request);
  });
  it('change alone', async () => {
    const headers = { note: 'ö', other: 'plain' };
    const request = new Request('http://localhost/x?y', { method: 'POST', headers, body: 'body' });
    const changed = withHeaderBytes(request);
    expect([...changed.headers]).toEqual([...request.headers].map(([name, value]) => [name, binary(value)]));
    expect([changed.method, changed.url, await changed.text()]).toEqual(['POST', request.url, 'body']);
  });
});
