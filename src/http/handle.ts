/** The handler with every device, and a wallet in the store unless it is given one. */
import { createNodeWallet } from '../codecs/node-wallet.ts';
import { resolver } from '../devices/index.ts';
import { handlerOf, type Handler, type HandlerOptions } from './handler.ts';

export type { Handler, HttpRequest } from './handler.ts';

export function createHandler(options: Omit<HandlerOptions, 'resolver'>): Handler {
  return handlerOf({ resolver, ...options, wallet: options.wallet ?? createNodeWallet(options.store) });
}
