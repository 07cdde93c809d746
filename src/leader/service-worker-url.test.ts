import { describe, expect, it } from 'vitest';
import { optionsOf, serviceWorkerUrl } from './service-worker-url.ts';

const PAGE = 'https://app.test/deep/page.html';
const url = (options: Parameters<typeof serviceWorkerUrl>[2], script: string | URL = 'sw.js'): string =>
  serviceWorkerUrl(script, PAGE, options).href;

describe('the address of a Service Worker', () => {
  it('is that of the script where nothing is asked for', () => {
    expect(url({})).toBe('https://app.test/deep/sw.js');
    expect(url({ strict: false, impersonate: [], onUnknownProcess: 'error' }, '/sw.js?v=3')).toBe(
      'https://app.test/sw.js?v=3',
    );
  });
  it('is one, whatever the order and the spelling of the options', () => {
    const a = url({ impersonate: ['https://b.test/', 'https://a.test', 'https://B.test:443/x'] });
    expect(a).toBe(url({ impersonate: ['https://a.test/', 'https://b.test'] }));
    expect(url({ onUnknownProcess: 'https://Node.test/' })).toBe(url({ onUnknownProcess: 'https://node.test' }));
  });
  it.each([
    { strict: true, impersonate: ['https://a.test', 'https://b.test'], onUnknownProcess: 'pass' },
    { strict: false, impersonate: [], onUnknownProcess: 'https://node.test:8734/below' },
    { strict: false, impersonate: [], onUnknownProcess: 'error' },
  ])('brings %o back', (options) => {
    expect(optionsOf(url(options))).toEqual(options);
  });
  it.each([
    { impersonate: ['node.test'] },
    { impersonate: ['ftp://node.test'] },
    { onUnknownProcess: 'forward' },
    { onUnknownProcess: 'https://user@node.test' },
    { onUnknownProcess: 'https://node.test/?x' },
    { onUnknownProcess: '' },
  ])('is refused for %o', (options) => {
    expect(() => url(options)).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });
});
