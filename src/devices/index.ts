/** The devices of this node, by name. src/devices/README.md says what each can do. */
import { verifyEd25519, verifySolana } from '../codecs/ans104-ed25519.ts';
import { addVerifier } from '../codecs/ans104-verify.ts';
import { addBodyCodec } from '../codecs/body-codec.ts';
import { explainBroken } from '../codecs/broken-request.ts';
import { addBrokenRequests } from '../codecs/request.ts';
import { decodeFlat } from '../codecs/flat.ts';
import { decodeJson } from '../codecs/json-decode.ts';
import { device } from '../core/device.ts';
import { notImplemented } from '../core/resolve.ts';
import { absentDevices } from './absent.ts';
import { ans104Device } from './ans104.ts';
import { asFunction, executionDevice } from './as-execution.ts';
import { jsonFunctions } from './json.ts';
import { deserialize } from './json-deserialize.ts';
import { commitBy } from './commit.ts';
import { commitmentFunctions } from './message-commitments.ts';
import { messageFunctions } from './message.ts';
import { keyFunctions } from './message-keys.ts';
import { cacheFunctions, cacheMissing, lookupDevice } from './cache.ts';
import { write } from './cache-write.ts';
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
import { addAos2Form } from './schedule-page.ts';
import { schedulerDevice } from './scheduler.ts';
import { computeFunction } from './slot-results.ts';
import { structuredDevice } from './structured.ts';

const messageDevice = device('message@1.0', {
  ...messageFunctions,
  ...keyFunctions,
  ...commitmentFunctions,
  commit: commitBy('httpsig@1.0'),
});
const cacheDevice = device('cache@1.0', { ...cacheFunctions, write }, cacheMissing);
const jsonDevice = device('json@1.0', { ...jsonFunctions, deserialize, from: deserialize });
const processDevice = device('process@1.0', {
  ...processFunctions,
  compute: computeFunction,
  as: asFunction,
  push: pushFunction,
});

/** Few ask other servers: a file of its own. `cast`, which would not wait for an answer, is not here. */
const relayDevice = device(
  'relay@1.0',
  { call: async (subject, request, context) => (await import('./relay.ts')).call(subject, request, context) },
  ['cast'],
);

const devices = [
  messageDevice,
  ...[processDevice, schedulerDevice, luaDevice, cacheDevice, lookupDevice],
  ...[jsonDevice, flatDevice, structuredDevice, httpsigDevice, ans104Device],
  ...[
    metaDevice,
    localNameDevice,
    nameDevice,
    dedupDevice,
    multipassDevice,
    patchDevice,
    pushDevice,
    cronDevice,
    relayDevice,
    executionDevice,
  ],
] as const;

// The curve is large and seldom asked for: a file of its own.
addVerifier('secp256k1-ethereum', async (owner, signature, payload) => {
  const { verifyEthereum } = await import('../codecs/ans104-ethereum.ts');
  return verifyEthereum(owner, signature, payload);
});
addVerifier('ed25519', verifyEd25519);
addVerifier('ed25519-solana', verifySolana);
addAos2Form(async (page) => (await import('./schedule-aos2.ts')).aos2(page));
addBrokenRequests(explainBroken);
addBodyCodec('json@1.0', decodeJson);
addBodyCodec('flat@1.0', decodeFlat);

/** Every device there is. */
export const resolver = resolverOf(devices, (name) => {
  if (absentDevices.has(name)) throw notImplemented(name);
  return undefined;
});
