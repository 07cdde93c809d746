/** Requests of pages that the emulator answers. */
import type { BrowserContext, Request as PageRequest, Route } from '@playwright/test';
import type { Handler } from '../../http/handle.ts';
import { hyperPathOf } from '../../http/ours.ts';

export interface Answered {
  /** Origins that are answered for, beside that of the page. */
  nodes: readonly string[];
  /** Where the app is; HyperPATHs of its own origin may begin behind its path. */
  baseURL: string | undefined;
}

/** Has `handle` answer each HyperPATH that a page of the context asks for; everything else goes where it went before. */
export async function answerRoutes(context: BrowserContext, handle: Handler, answered: Answered): Promise<void> {
  const nodes = new Set(answered.nodes.map((node) => new URL(node).origin));
  const app = answered.baseURL === undefined ? undefined : new URL(answered.baseURL);

  async function answer(route: Route, request: PageRequest): Promise<void> {
    const url = new URL(request.url());
    const isNode = nodes.has(url.origin);
    if (!isNode && url.origin !== app?.origin && url.origin !== originOf(request)) return route.fallback();
    const headers = new Headers(await request.allHeaders());
    const base = isNode || url.origin !== app?.origin ? '/' : app.pathname.replace(/[^/]*$/, '');
    const path = hyperPathOf(url.href, 'page', base, headers);
    const body = request.postDataBuffer();
    const init = { method: request.method(), headers, ...(body ? { body: new Uint8Array(body) } : {}) };
    const response = path === undefined ? undefined : await handle(new Request(url.origin + path, init));
    if (!response) return route.fallback();
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  await context.route(
    ({ protocol }) => protocol.startsWith('http'),
    (route, request) => answer(route, request),
  );
}

/** Of the page that asks; undefined for one that is only being opened. */
function originOf(request: PageRequest): string | undefined {
  if (request.isNavigationRequest()) return undefined;
  const { origin } = new URL(request.frame().url());
  return origin === 'null' ? undefined : origin;
}
