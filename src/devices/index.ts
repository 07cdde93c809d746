/** The devices of this node, by name. src/devices/README.md says what each can do. */
import { verifyEthereum } from '../codecs/ans104-ethereum.ts';
import { addVerifier } from '../codecs/ans104-verify.ts';
import { device } from '../core/device.ts';
import { notImplemented } from '../core/resolve.ts';
import { absentDevices } from './absent.ts';
import { ans104Device } from './ans104.ts';
import { jsonDevice } from './json.ts';
import { commitBy } from './commit.ts';
import { commitmentFunctions } from './message-commitments.ts';
import { messageFunctions } from './message.ts';
import { cacheDevice, lookupDevice } from './cache.ts';
import { cronDevice } from './cron.ts';
import { dedupDevice } from './dedup.ts';
import { flatDevice } from './flat.ts';
import { httpsigDevice } from './httpsig.ts';
import { localNameDevice } from './local-name.ts';
import { luaDevice } from './lua.ts';
import { metaDevice } from './meta.ts';
import { multipassDevice } from './multipass.ts';
import { nameDevice } from './name.ts';
import { patchDevice } from './patch.ts';
import { processFunctions } from './process.ts';
import { pushDevice, pushFunction } from './push.ts';
import { resolverOf } from './resolver-of.ts';
import { schedulerDevice } from './scheduler.ts';
import { structuredDevice } from './structured.ts';

const messageDevice = device('message@1.0', {
  ...messageFunctions,
  ...commitmentFunctions,
  commit: commitBy('httpsig@1.0'),
});
const processDevice = device('process@1.0', { ...processFunctions, push: pushFunction });

const devices = [
  messageDevice,
  ...[processDevice, schedulerDevice, luaDevice, cacheDevice, lookupDevice],
  ...[jsonDevice, flatDevice, structuredDevice, httpsigDevice, ans104Device],
  ...[metaDevice, localNameDevice, nameDevice, dedupDevice, multipassDevice, patchDevice, pushDevice, cronDevice],
] as const;

addVerifier('secp256k1-ethereum', verifyEthereum);

/** Every device there is. */
export const resolver = resolverOf(devices, (name) => {
  if (absentDevices.has(name)) throw notImplemented(name);
  return undefined;
});
