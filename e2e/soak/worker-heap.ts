/** Bytes of JavaScript heap that the workers of a page hold, engine included, after garbage collections. */
import type { CDPSession, Page } from '@playwright/test';

interface Attached {
  sessionId: string;
  targetInfo: { type: string; title: string };
}

interface Reply {
  id?: number;
  method?: string;
  params?: unknown;
  result?: { usedSize?: number };
}

type Send = (method: string, params?: object) => Promise<Reply>;

interface Worker {
  name: string;
  send: Send;
}

/** How often a heap is looked at, and after which pause: what is only on its way through, such as a snapshot, passes. */
const LOOKS = 5;
const PAUSE_MS = 400;

/** Bytes by the name of the worker. */
export type Heaps = Record<string, number>;

/**
 * What stays in the heaps of the workers of a page: the least of several looks.
 *
 * Workers answer through the session of whoever started them: the page, and for the engine the coordinator.
 */
export async function workerHeaps(page: Page): Promise<Heaps> {
  const session = await page.context().newCDPSession(page);
  const workers: Worker[] = [];
  const inner = new Map<string, (message: string) => void>();
  session.on('Target.attachedToTarget', (attached: Attached) => attach(attached, sendThrough(session), inner, workers));
  session.on('Target.receivedMessageFromTarget', ({ sessionId, message }: { sessionId: string; message: string }) =>
    inner.get(sessionId)?.(message),
  );
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const heaps: Heaps = {};
  for (let look = 0; look < LOOKS; look++) {
    // Attaching is told by events, also of what is there already.
    await page.waitForTimeout(PAUSE_MS);
    for (const { name, send } of workers) {
      await send('HeapProfiler.collectGarbage');
      const { usedSize = NaN } = (await send('Runtime.getHeapUsage')).result ?? {};
      heaps[name] = Math.min(heaps[name] ?? Infinity, usedSize);
    }
  }
  await session.detach();
  return heaps;
}

const sendThrough =
  (session: CDPSession) =>
  (method: string, params: object): Promise<unknown> =>
    session.send(method as 'Target.sendMessageToTarget', params as { message: string });

/** @param inner who takes the messages of a session, by its id. */
function attach(
  { sessionId, targetInfo }: Attached,
  outer: (method: string, params: object) => Promise<unknown>,
  inner: Map<string, (message: string) => void>,
  workers: Worker[],
): void {
  if (targetInfo.type !== 'worker') return;
  let last = 0;
  const waiting = new Map<number, (reply: Reply) => void>();
  const nested = new Map<string, (message: string) => void>();
  const send: Send = (method, params = {}) => {
    const id = ++last;
    const reply = new Promise<Reply>((resolve) => waiting.set(id, resolve));
    void outer('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    return reply;
  };
  inner.set(sessionId, (text) => {
    const reply = JSON.parse(text) as Reply;
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
    else if (reply.method === 'Target.attachedToTarget') attach(reply.params as Attached, send, nested, workers);
    else if (reply.method === 'Target.receivedMessageFromTarget') {
      const { sessionId: from, message } = reply.params as { sessionId: string; message: string };
      nested.get(from)?.(message);
    }
  });
  workers.push({ name: targetInfo.title, send });
  void send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
}
