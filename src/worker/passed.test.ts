import { describe, expect, it } from 'vitest';
import { createHandler } from '../http/handle.ts';
import type { PassedRequest } from '../leader/protocol.ts';
import { MemoryKeyValue } from '../store/memory.ts';
import { createStore } from '../store/process-store.ts';
import { answerPassed } from './passed.ts';

const nobody = (): Promise<never> => Promise.reject(new Error('not needed'));
const handle = createHandler({
  ...{ store: createStore(new MemoryKeyValue()), mode: 'page', base: '/app/' },
  computer: { compute: nobody, read: nobody },
});
const ask = (path: string, more: Partial<PassedRequest> = {}): ReturnType<typeof answerPassed> =>
  answerPassed(handle, {
    ...{ url: `http://page.test/app${path}`, method: 'GET', headers: [], body: '', navigation: false },
    ...more,
  });

describe('a request that was passed on', () => {
  it('is answered by devices that the Service Worker has not', async () => {
    const { status, body } = await ask('/~flat@1.0/deserialize/a/b', { method: 'POST', body: 'a/b: deep\n' });
    expect([status, body]).toEqual([200, 'deep']);
  });
  it('keeps headers that no page may set', async () => {
    expect((await ask('/~message@1.0&x=1/host', { headers: [['host', 'page.test']] })).body).toBe('page.test');
  });
  it('knows that it is a navigation', async () => {
    const { headers, body } = await ask('/~message@1.0&list+list=1,2/list', { navigation: true });
    expect(new Map(headers).get('content-type')).toContain('text/html');
    expect(body).toContain('<!doctype html>');
  });
  it('brings bytes back as they are, and no body where there is none', async () => {
    expect((await ask('/~message@1.0&x=%C3%BC/x')).body).toBe('\xc3\xbc');
    const first = await ask('/~message@1.0&x=same/x');
    const etag = new Map(first.headers).get('etag') ?? '';
    expect(await ask('/~message@1.0&x=same/x', { headers: [['if-none-match', etag]] })).toMatchObject({ status: 304 });
    expect((await ask('/~message@1.0&x=same/x', { method: 'HEAD' })).body).toBeUndefined();
  });
  it('that is not ours after all is 404', async () => {
    expect(await ask('/index.html')).toEqual({ status: 404, headers: [] });
  });
});
