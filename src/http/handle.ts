/** The handler with every device, and a wallet in the store unless it is given one. */
import { createNodeWallet } from '../codecs/node-wallet.ts';
import { signFields } from '../codecs/sign.ts';
import { signatureTexts } from '../codecs/signatures.ts';
import { resolver } from '../devices/index.ts';
import { signedSchedule } from '../devices/signed-schedule.ts';
import { handlerOf, type Handler, type HandlerOptions, type Signing } from './handler.ts';

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
  return handlerOf({ resolver, ...options, wallet: own, ...(sign ? { signing } : {}) });
}
