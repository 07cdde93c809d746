/** The Service Worker's part in answering, for Pocketbeam's own and for one that an app has already. */
import { toPocketbeamError } from '../core/errors.ts';
import { bytesOf } from '../core/value.ts';
import { storedResolver } from '../devices/stored.ts';
import { refuse } from '../http/answer.ts';
import { handlerOf } from '../http/handler.ts';
import { isNavigation } from '../http/page.ts';
import { createRemoteComputer, passOn } from '../leader/ask.ts';
import { instanceNames } from '../leader/names.ts';
import {
  PROTOCOL,
  type ChannelMessage,
  type ServiceWorkerHello,
  type ServiceWorkerMessage,
} from '../leader/protocol.ts';
import { optionsOf } from '../leader/service-worker-url.ts';
import { IndexedDbKeyValue } from '../store/indexeddb.ts';

import { executable } from './executable.ts';
import { foreignForm } from './foreign-form.ts';
import { withHeaderBytes } from './header-bytes.ts';
import { isHere } from './is-here.ts';
import { openStore } from './open-store.ts';
import { asked } from './ours.ts';
import { askNode } from './real-node.ts';

/** What is used of a `ServiceWorkerGlobalScope`, so that a page's types do to check what imports this. */
declare const self: {
  readonly location: { readonly origin: string; readonly href: string };
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
};

/** What is used of a `FetchEvent`. */
export interface FetchEventLike {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** What is used of an `ExtendableMessageEvent`. */
export interface MessageEventLike {
  readonly data: unknown;
  readonly ports: readonly { postMessage(message: unknown): void }[];
  waitUntil(work: Promise<unknown>): void;
}

/** To be called by the events of those names. */
export interface ServiceWorkerHandler {
  /** Answers a HyperPATH of this scope. @returns whether it was one; any other request is not touched. */
  fetch(event: FetchEventLike): boolean;
  /** Answers what `createPocketbeam()` of a page asks; other messages are not touched. */
  message(event: MessageEventLike): void;
}

/**
 * Begins to answer for the scope of this Service Worker, with the options that `createPocketbeam()` of the page has
 * registered its script with. To be called when the script is first run, not in an event.
 */
export function createServiceWorkerHandler(): ServiceWorkerHandler {
  const { origin, href } = self.location;
  const base = new URL(self.registration.scope).pathname;
  const { strict, impersonate, onUnknownProcess } = optionsOf(href);
  const names = instanceNames(base);
  const store = openStore(new IndexedDbKeyValue(names.database));
  const handle = handlerOf({
    resolver: storedResolver,
    elsewhere: async ({ request, body: sent }) => {
      const { url, method, headers: asked } = request;
      const passed = { url, method, headers: [...asked], body: sent, navigation: isNavigation(request) };
      const { status, headers, body } = await passOn(names, passed);
      return new Response(body === undefined ? null : bytesOf(body), { status, headers });
    },
    store,
    computer: createRemoteComputer(names),
    mode: 'page',
    strict,
    base,
    // Whoever leads computes it; one who takes the lead later looks for what waits.
    onScheduled(process, slot) {
      // Open for no longer: every change of every slot would be brought here.
      const channel = new BroadcastChannel(names.channel);
      channel.postMessage({ type: 'scheduled', process, slot } satisfies ChannelMessage);
      channel.close();
    },
  });

  /** @throws PocketbeamError where the request is refused. */
  async function answer(request: Request, path: string): Promise<Response> {
    const isElsewhere = onUnknownProcess !== 'error' && !(await isHere(path, store));
    if (isElsewhere && onUnknownProcess === 'pass') return fetch(request);
    const refused = foreignForm(request, origin) ?? executable(request);
    if (refused) throw refused;
    const response =
      isElsewhere && /^(?:GET|HEAD)$/.test(request.method)
        ? await askNode(onUnknownProcess, path, request, names.database)
        : await handle(withHeaderBytes(request));
    // Not for `fetch`: of what is shown, if only as a picture, Chromium loads what they name.
    if (request.destination && !strict) for (const name of ['link', 'refresh']) response?.headers.delete(name);
    return response ?? fetch(request);
  }

  return {
    fetch(event) {
      const { request } = event;
      const path = asked(request, { origin, base, impersonate });
      if (path === undefined) return false;
      event.respondWith(answer(request, path).catch((error: unknown) => refuse(toPocketbeamError(error), request)));
      return true;
    },
    message(event) {
      const message = event.data as ServiceWorkerMessage | undefined;
      if (message?.type === 'pocketbeam:claim') event.waitUntil(self.clients.claim());
      if (message?.type === 'pocketbeam:hello')
        event.ports[0]?.postMessage({ protocol: PROTOCOL } satisfies ServiceWorkerHello);
    },
  };
}
