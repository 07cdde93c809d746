/** `relay@1.0` against a server of this machine. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createNodePocketbeam, type NodePocketbeam } from '../integrations/node/node-pocketbeam.ts';

const seen: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => (body += part));
  request.on('end', () => {
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    if (request.url === '/away') return response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    if (request.url === '/gone') return response.writeHead(410, { 'content-type': 'text/plain' }).end('gone for good');
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-plum', 'ripe');
    response.setHeader('set-cookie', 'session=1');
    response.end(JSON.stringify({ plums: 4 }));
  });
});
let far: string;
let beam: NodePocketbeam;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  far = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beam = await createNodePocketbeam({ relay: [`${far}/ignored/path`] });
});
afterAll(async () => {
  await beam.close();
  server.close();
});
beforeEach(() => void seen.splice(0));

async function ask(path: string, init?: RequestInit, of = beam): Promise<Response> {
  const response = await of.handle(new Request(`http://relay.test${path}`, init));
  if (!response) throw new Error(`${path} is not ours`);
  return response;
}
const call = (url: string, more = ''): string => `/~relay@1.0/call?path=${encodeURIComponent(url)}${more}`;
const refusal = async (response: Promise<Response>): Promise<[number, string | null]> => {
  const { status, headers } = await response;
  return [status, headers.get('pocketbeam-code')];
};

describe('call', () => {
  it('passes a read on and answers what came back', async () => {
    const headers = { cookie: 'mine=1', authorization: 'secret', accept: 'text/x-plum', 'x-other': 'y' };
    const answer = await ask(call(`${far}/plums?ripe=1`), { headers });
    expect([answer.status, await answer.json()]).toEqual([200, { plums: 4 }]);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('x-plum')).toBe('ripe');
    expect(answer.headers.get('set-cookie')).toBeNull();
    const [one] = seen;
    expect(one).toMatchObject({ method: 'GET', url: '/plums?ripe=1', headers: { accept: 'text/x-plum' } });
    expect(Object.keys(one!.headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cookie|authorization|referer|x-other/)]),
    );
  });
  it('gives the status and the text of a refusal', async () => {
    const answer = await ask(call(`${far}/gone`));
    expect([answer.status, await answer.text()]).toEqual([410, 'gone for good']);
  });
  it('sends a body, by the method that is asked for or named', async () => {
    const path = call(`${far}/plums`);
    await ask(path, { method: 'POST', body: 'two plums', headers: { 'content-type': 'text/plain' } });
    expect(seen[0]).toMatchObject({ method: 'POST', body: 'two plums', headers: { 'content-type': 'text/plain' } });
    await ask(call(`${far}/plums`, '&relay-method=put&relay-body=three'));
    expect(seen[1]).toMatchObject({ method: 'PUT', body: 'three' });
  });
  it('takes the address from a header, where it needs no escapes', async () => {
    await ask('/~relay@1.0/call', { headers: { 'relay-path': `${far}/plums?ripe=1&n=a%26b` } });
    expect(seen[0]).toMatchObject({ url: '/plums?ripe=1&n=a%26b' });
  });
  it('takes the address from a parameter of the segment too', async () => {
    await ask(`/~relay@1.0&relay-method=HEAD/call?relay-path=${encodeURIComponent(`${far}/seg`)}`);
    expect(seen[0]).toMatchObject({ method: 'HEAD', url: '/seg' });
  });
});

describe('refused', () => {
  it.each([
    ['another host', 'http://127.0.0.2:9/x', 403, 'relay-refused'],
    ['another port', 'http://127.0.0.1:9/x', 403, 'relay-refused'],
    ['a cloud metadata address', 'http://169.254.169.254/latest', 403, 'relay-refused'],
    ['a file', 'file:///etc/passwd', 400, 'bad-relay'],
    ['a data URL', 'data:text/plain,x', 400, 'bad-relay'],
    ['a relative address', '/plums', 400, 'bad-relay'],
    ['nothing', '', 400, 'missing-parameter'],
  ])('%s', async (_what, url, status, code) => {
    expect(await refusal(ask(call(url)))).toEqual([status, code]);
    expect(seen).toEqual([]);
  });
  it('an address that names a user', async () => {
    expect(await refusal(ask(call(far.replace('//', '//me:pass@'))))).toEqual([400, 'bad-relay']);
  });
  it('a redirect, which could lead anywhere', async () => {
    expect(await refusal(ask(call(`${far}/away`)))).toEqual([502, 'relay-failed']);
  });
  it('everything, unless the option allows it', async () => {
    const closed = await createNodePocketbeam();
    expect(await refusal(ask(call(far), undefined, closed))).toEqual([403, 'relay-refused']);
    await closed.close();
    await expect(createNodePocketbeam({ relay: ['ftp://node.example'] })).rejects.toMatchObject({ code: 'bad-option' });
  });
  it('a program', async () => {
    const source = `function go() local status, answer = ao.resolve({ path = '${call(far)}' })
      return tostring(status) .. ' ' .. tostring(type(answer) == 'table' and answer.body or answer) end`;
    const module = await beam.api.data.put(source, { contentType: 'application/lua' });
    const answer = await (await ask(`/~lua@5.3a&module=${module}/go`)).text();
    expect(answer).toContain('Programs relay nothing');
    expect(seen).toEqual([]);
  });
});

describe('cast', () => {
  it('is not here', async () => {
    expect(await refusal(ask('/~relay@1.0/cast?path=x'))).toEqual([501, 'not-implemented']);
  });
});
