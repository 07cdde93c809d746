/** `commit`: a message with one more commitment. Apart from message.ts, as the Service Worker does not sign. */
import { commitUnsigned } from '../codecs/committed.ts';
import { signAsItem, signMessage } from '../codecs/sign.ts';
import type { DeviceFunction } from '../core/device.ts';
import { PocketbeamError, show } from '../core/errors.ts';
import { notImplemented } from '../core/resolve.ts';
import { ValueSubject } from '../core/subject.ts';
import { messageOf } from './message.ts';

/** Codecs that commit, and what their signatures are called. */
const SIGNED = new Map([
  ['httpsig@1.0', { alg: 'rsa-pss-sha512', sign: signMessage }],
  ['ans104@1.0', { alg: 'rsa-pss-sha256', sign: signAsItem }],
]);

/**
 * The message with one more commitment: by default an hmac over all its keys; with `type=signed`, or by `ans104@1.0`, a
 * signature of this node. Signatures of others stay.
 * @param usual the codec where the request names none by `commitment-device`.
 */
export const commitBy =
  (usual: string): DeviceFunction =>
  async (subject, request, context) => {
    const [type, alg, codec] = [request.get('type'), request.get('alg'), request.get('commitment-device') ?? usual];
    const signed = SIGNED.get(String(codec));
    const isUnsigned = codec === 'httpsig@1.0' && type !== 'signed' && (alg ?? 'hmac-sha256') === 'hmac-sha256';
    if (!signed || !(isUnsigned || (alg ?? signed.alg) === signed.alg))
      throw notImplemented(`commit with ${show(codec)}${alg === undefined ? '' : ` and ${show(alg)}`}`);
    const message = await messageOf(subject);
    if (!message) return new ValueSubject(undefined);
    if (isUnsigned) return new ValueSubject(await commitUnsigned(message), subject.device);
    if (!context.wallet)
      throw new PocketbeamError('no-wallet', 'Nobody can sign here.', {
        cause: 'Programs do not sign as the node, and some contexts have no wallet.',
        next: 'Ask for commit by a request of its own.',
        status: 403,
      });
    return new ValueSubject(await signed.sign(message, await context.wallet()), subject.device);
  };
