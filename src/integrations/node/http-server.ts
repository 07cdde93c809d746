/** A fetch handler behind a loopback HTTP server. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Handler } from '../../http/handle.ts';

export interface HttpServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** @param port 0 takes a free one. @throws the error of `listen`, such as `EADDRINUSE`. */
export async function serveHttp(handle: Handler, port: number): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    answer(handle, incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : undefined);
    });
  });
  await listen(server, port);
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function answer(handle: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const response = await handle(await toRequest(incoming));
  outgoing.statusCode = response?.status ?? 404;
  response?.headers.forEach((value, name) => outgoing.setHeader(name, value));
  outgoing.end(response ? new Uint8Array(await response.arrayBuffer()) : undefined);
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const { method = 'GET' } = incoming;
  const url = `http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`;
  const body = method === 'GET' || method === 'HEAD' ? undefined : await buffer(incoming);
  return new Request(url, { method, headers, ...(body?.length ? { body: new Uint8Array(body) } : {}) });
}
