/** A fetch handler behind a loopback HTTP server. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { MAX_HEADERS_SIZE, MAX_PATH_LENGTH } from '../../core/limits.ts';
import type { Handler } from '../../http/handle.ts';

export interface HttpServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** So much that the handler refuses it first, with a code; Node reads no more. */
const MAX_HEAD = 2 * (MAX_PATH_LENGTH + MAX_HEADERS_SIZE);

/** @param port 0 takes a free one. @throws the error of `listen`, such as `EADDRINUSE`. */
export async function serveHttp(handle: Handler, port: number): Promise<HttpServer> {
  const server = createServer({ maxHeaderSize: MAX_HEAD }, (incoming, outgoing) => {
    answer(handle, incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.maxHeadersCount = 0;
  server.on('clientError', refuse);
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

/** What never becomes a request: its head is too long, or no HTTP. */
function refuse(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return;
  const [status, code] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'headers-too-large']
      : ['400 Bad Request', 'bad-http'];
  socket.end(`HTTP/1.1 ${status}\r\npocketbeam-code: ${code}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function answer(handle: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = toRequest(incoming);
  const response = request ? await handle(request) : badRequest();
  outgoing.statusCode = response?.status ?? 404;
  response?.headers.forEach((value, name) => outgoing.setHeader(name, value));
  // What nobody has read is not waited for.
  if (!incoming.complete) outgoing.setHeader('connection', 'close');
  outgoing.end(response ? new Uint8Array(await response.arrayBuffer()) : undefined);
}

/** A request line that `Request` knows no URL or method for. */
const badRequest = (): Response => new Response(null, { status: 400, headers: { 'pocketbeam-code': 'bad-http' } });

/** Undefined for what is no request to the Fetch API. */
function toRequest(incoming: IncomingMessage): Request | undefined {
  const { method = 'GET', rawHeaders } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  try {
    const headers = new Headers();
    for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
    const url = `http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`;
    return new Request(url, { method, headers, ...(hasBody ? { body: bodyOf(incoming), duplex: 'half' } : {}) });
  } catch {
    return undefined;
  }
}

/** Read as far as it is asked for. The rest of one that is given up is thrown away, so that the answer still arrives. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array, undefined> = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    async cancel() {
      await chunks.return?.();
      incoming.resume();
    },
  });
}
