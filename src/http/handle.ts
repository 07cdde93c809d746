/** The handler with every device, and a wallet in the store unless it is given one. */
import { createNodeWallet } from '../codecs/node-wallet.ts';
import { signFields } from '../codecs/sign.ts';
import { signatureTexts } from '../codecs/signatures.ts';
import type { Resolver } from '../core/resolve.ts';
import { resolver } from '../devices/index.ts';
import { signedSchedule } from '../devices/signed-schedule.ts';
import { createLegacynet, LEGACYNET } from '../legacy/legacynet.ts';
import { refuse } from './answer.ts';
import { gluedUrl } from './glued-url.ts';
import { handlerOf, READS, type Handler, type HandlerOptions, type Signing } from './handler.ts';
import { hyperPathOf } from './ours.ts';
import { answerRoot } from './send.ts';

export type { Handler, HttpRequest } from './handler.ts';

type Options = Omit<HandlerOptions, 'resolver' | 'signing'> & {
  /** Signs answers that are messages, and the assignments that `schedule` answers. Default false. */
  sign?: boolean;
};

export function createHandler({ wallet, sign = false, ...options }: Options): Handler {
  const { store } = options;
  const own = wallet ?? createNodeWallet(store);
  const signing: Signing = {
    sign: async (fields) => signatureTexts(await signFields(fields, await own.wallet())),
    schedule: signedSchedule(store, own.wallet),
  };
  const { strict = false } = options;
  const all = { ...withLegacynet(resolver, strict), ...options, wallet: own, ...(sign ? { signing } : {}) };
  const handle = handlerOf(all);
  // A real node has no such device whose defects it could answer with.
  const legacynet = strict ? handlerOf({ ...all, strict: false }) : handle;
  const { mode, base = '/' } = options;
  return async (request) => {
    const glued = mode === 'node' ? gluedUrl(request) : undefined;
    if (glued) return refuse(glued, request);
    if (strict && READS.has(request.method) && hyperPathOf(request.url, mode, base) === '/') return answerRoot();
    return (request.url.includes(`/~${LEGACYNET}/`) ? legacynet : handle)(request);
  };
}

function withLegacynet(resolver: Resolver, strict: boolean): { resolver: Resolver } {
  const legacynet = createLegacynet(strict);
  return {
    resolver: { ...resolver, device: (name) => (name === LEGACYNET ? legacynet : resolver.device(name)) },
  };
}
