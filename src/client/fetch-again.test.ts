import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchAgain } from './fetch-again.ts';

const URL_READ = new URL('https://app.example/read');
const network = vi.fn<typeof fetch>();
/** As a browser says it when the Service Worker has gone. */
const failing = (times: number): void => {
  for (let i = 0; i < times; i++) network.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  network.mockResolvedValue(new Response('1'));
};

describe('fetchAgain', () => {
  vi.stubGlobal('fetch', network);
  afterEach(() => {
    network.mockReset();
  });

  it('reads again while Service Workers end, each with its tab', async () => {
    failing(3);
    expect(await (await fetchAgain(URL_READ)).text()).toBe('1');
  });

  it('gives up in the end', async () => {
    failing(9);
    await expect(fetchAgain(URL_READ, { method: 'head' })).rejects.toThrow('Failed to fetch');
    expect(network).toHaveBeenCalledTimes(4);
  });

  it('writes once, and reads once what was given up', async () => {
    failing(1);
    await expect(fetchAgain(URL_READ, { method: 'POST' })).rejects.toThrow('Failed to fetch');
    network.mockReset().mockRejectedValue(new DOMException('given up', 'AbortError'));
    await expect(fetchAgain(URL_READ)).rejects.toThrow('given up');
    expect(network).toHaveBeenCalledTimes(1);
  });
});
