/** Recorded answers in `flat@1.0` and `json@1.0` come out of our codecs, and read back. */
import { describe, expect, it } from 'vitest';
import { decodeFlat, encodeFlat } from '../../src/codecs/flat.ts';
import { decodeHttp } from '../../src/codecs/httpsig-decode.ts';
import { decodeJson } from '../../src/codecs/json-decode.ts';
import { encodeJson } from '../../src/codecs/json.ts';
import { binary, isList, type Message } from '../../src/core/value.ts';
import { messageOf, sessions, type Step } from './recorded.ts';

const steps = sessions.flatMap(({ steps: all }) => all).filter((step) => step.class === 'sane');
const bodyOf = ({ response }: Step): string => binary(response?.body ?? '');

describe('flat@1.0', () => {
  it('is what the node wrote', () => {
    const flat = steps.filter(({ request }) => request?.path.endsWith('/serialize~flat@1.0'));
    expect(flat.length).toBeGreaterThan(0);
    for (const step of flat) {
      const stored = typeof step.setup === 'object' ? (step.setup.stored ?? {}) : {};
      const message: Message = new Map([...messageOf(stored), ['device', 'flat@1.0']]);
      expect(encodeFlat(message), step.at).toBe(bodyOf(step));
      expect(decodeFlat(bodyOf(step)), step.at).toEqual(message);
    }
  });
});

describe('json@1.0', () => {
  it('reads every recorded JSON answer, and writes it back', () => {
    const json = steps.filter(({ response }) => response?.headers?.['content-type'] === 'application/json');
    let compared = 0;
    for (const step of json) {
      const value = decodeJson(bodyOf(step));
      if (!step.request?.path.includes('serialize~json@1.0')) continue;
      expect(encodeJson(value), step.at).toBe(bodyOf(step));
      compared++;
    }
    expect(compared).toBeGreaterThan(50);
  });
  it('reads a posted object as the node did', async () => {
    const posted = steps.filter(({ request }) => request?.path === '/~json@1.0/deserialize/a/b' && request.body);
    expect(posted.length).toBeGreaterThan(0);
    for (const { request, response, at } of posted) {
      const value = (decodeJson(binary(request?.body ?? '')) as Message).get('a') as Message;
      const answered = await decodeHttp({ headers: new Map(Object.entries(response?.headers ?? {})) });
      const list = value.get('b');
      expect(isList(list) && list, at).toEqual(
        [...answered].flatMap(([key, item]) => (/^\d+$/.test(key) ? [item] : [])),
      );
    }
  });
});

describe('httpsig@1.0', () => {
  it('reads every recorded answer', async () => {
    for (const step of steps) {
      if (!step.response?.headers || 'bodySha256' in step.response || 'bodyBase64' in step.response) continue;
      // A digest names a body that HEAD and 304 leave out.
      if (step.request?.method === 'HEAD') continue;
      const headers = new Map(Object.entries(step.response.headers).map(([name, value]) => [name, binary(value)]));
      const message = await decodeHttp({ headers, body: bodyOf(step) });
      expect(message.get('status'), step.at).toBe(headers.has('status') ? step.response.status : undefined);
    }
  });
});
