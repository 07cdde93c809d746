import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_HEADERS, MAX_HEADERS_SIZE } from '../../core/limits.ts';
import { serveHttp, type HttpServer } from './http-server.ts';
import { createNodePocketbeam, type NodePocketbeam } from './node-pocketbeam.ts';

let beam: NodePocketbeam;
let server: HttpServer;
beforeAll(async () => {
  beam = await createNodePocketbeam({ maxBody: 100_000 });
  server = await serveHttp(beam.handle, 0);
});
afterAll(async () => {
  await server.close();
  await beam.close();
});

/** `<status> <code>` of whatever is sent, byte for byte. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => {
      answer += data;
      if (answer.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('close', () => resolve(gist(answer)));
    socket.on('error', reject);
  });
}

const gist = (answer: string): string =>
  [/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1], /pocketbeam-code: (.*)\r/i.exec(answer)?.[1]].filter(Boolean).join(' ');

describe('a body over the wire', () => {
  it('is refused by the length that it claims', async () => {
    expect(await raw('POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 100001\r\n\r\n')).toBe('413 body-too-large');
  });

  it('is refused when it goes on beyond the limit, though its end never comes', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head = 'POST /a HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n';
    expect(await raw(head + chunk + chunk)).toBe('413 body-too-large');
  });

  it('is read to its end below the limit', async () => {
    const body = 'y'.repeat(100_000);
    const response = await fetch(`${server.url}/body`, { method: 'POST', body });
    expect(await response.text()).toBe(body);
    expect((await fetch(`${server.url}/body`, { method: 'POST', body: `${body}y` })).status).toBe(413);
  });

  it('may break off', async () => {
    const { port } = new URL(server.url);
    const sent = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/a', headers: { 'content-length': 9 } });
    sent.on('error', () => undefined);
    sent.write('x');
    await new Promise((resolve) => setTimeout(resolve, 50));
    sent.destroy();
    expect((await fetch(`${server.url}/~message@1.0&a=1/a`)).status).toBe(200);
  });
});

describe('a head over the wire', () => {
  it('is refused with a code beyond its limits', async () => {
    const headers = (n: number): string => Array.from({ length: n }, (_, i) => `h${i}: v\r\n`).join('');
    expect(await raw(`GET /~message@1.0&a=1/a HTTP/1.1\r\nhost: x\r\n${headers(MAX_HEADERS - 1)}\r\n`)).toBe('200');
    expect(await raw(`GET /a HTTP/1.1\r\nhost: x\r\n${headers(MAX_HEADERS)}\r\n`)).toBe('431 too-many-headers');
    for (const size of [MAX_HEADERS_SIZE, 4 * MAX_HEADERS_SIZE])
      expect(await raw(`GET /a HTTP/1.1\r\nhost: x\r\na: ${'v'.repeat(size)}\r\n\r\n`)).toBe('431 headers-too-large');
    expect(await raw(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`)).toBe('414 path-too-long');
  });

  it('is answered when it is none', async () => {
    for (const head of [
      'nonsense\r\n\r\n',
      'GET /a HTTP/1.1\r\nhost: x:y:z\r\n\r\n',
      'TRACE /a HTTP/1.1\r\nhost: x\r\n\r\n',
    ])
      expect(await raw(head)).toBe('400 bad-http');
  });

  it('keeps headers with the names of object properties, and those that come twice', async () => {
    const { port } = new URL(server.url);
    const read = (path: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const headers = ['host', 'x', '__proto__', 'a', 'constructor', 'b', 'twice', '1', 'Twice', '2'];
        httpRequest({ port, host: '127.0.0.1', path, headers }, (incoming) => {
          incoming.setEncoding('utf8');
          let text = '';
          incoming.on('data', (data: string) => (text += data));
          incoming.on('end', () => resolve(text));
        })
          .on('error', reject)
          .end();
      });
    expect(await Promise.all(['/__proto__', '/constructor', '/twice'].map(read))).toEqual(['a', 'b', '1, 2']);
  });
});
