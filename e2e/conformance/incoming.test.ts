/** Recorded requests decode, verify and get the ids that the node gave them. */
import { describe, expect, it } from 'vitest';
import { identify } from '../../src/codecs/commitments.ts';
import { decodeHttp } from '../../src/codecs/httpsig-decode.ts';
import { unsignedId } from '../../src/codecs/message-id.ts';
import { decodeRequest } from '../../src/codecs/request.ts';
import { binary, isMap, type Message } from '../../src/core/value.ts';
// It brings the codecs of bodies that the Service Worker does without.
import '../../src/devices/index.ts';
import { messageOf, sessions, wireOf, type Step } from './recorded.ts';

const steps = sessions.flatMap(({ steps: all }) => all);
const isSigned = ({ request }: Step): boolean => request?.headers['signature'] !== undefined;
/** Requests whose name says that something was changed after signing. */
const isTampered = ({ name = '' }: Step): boolean => /tampered/.test(name);
const signed = steps.filter(isSigned);
const genuine = signed.filter((step) => !isTampered(step));
const requestOf = ({ request }: Step) => wireOf(request!);

/** The one map that answers of the node have under `body`, with all its keys. */
async function assignedMessage({ response }: Step): Promise<Message | undefined> {
  if (!response?.body || !response.headers?.['process']) return undefined;
  const headers = new Map(Object.entries(response.headers).map(([name, value]) => [name, binary(value)]));
  const body = (await decodeHttp({ headers, body: binary(response.body) })).get('body');
  return isMap(body) ? body : undefined;
}

describe('signed requests', () => {
  it('all verify, in transit and again from memory', async () => {
    expect(genuine.length).toBeGreaterThan(250);
    for (const step of genuine) {
      const { committed, identity } = await decodeRequest(requestOf(step));
      expect(identity.signed, step.at).toBe(true);
      expect(await identity.verify(), step.at).toBe(true);
      const again = await identify(committed);
      expect(await again.verify(), step.at).toBe(true);
      expect(again, step.at).toMatchObject({
        id: identity.id,
        unsignedId: identity.unsignedId,
        signers: identity.signers,
        commitments: identity.commitments,
      });
    }
    console.log(`${genuine.length} signed requests verified`);
  });

  it('do not verify once a byte is changed', async () => {
    for (const step of genuine) {
      const request = requestOf(step);
      const headers = new Map(request.headers);
      const name = ['target', 'type', 'content-digest', 'hello'].find((key) => headers.has(key)) ?? '';
      if (name === 'content-digest') continue;
      headers.set(name, `${headers.get(name)!.slice(0, -1)}~`);
      const { identity } = await decodeRequest({ ...request, headers });
      expect(await identity.verify(), step.at).toBe(false);
    }
  });

  it('are refused once a byte of the body is changed', async () => {
    const withBody = genuine.filter((step) => step.request?.headers['content-digest']);
    expect(withBody.length).toBeGreaterThan(50);
    for (const step of withBody) {
      const request = requestOf(step);
      const body = `${request.body.slice(0, 60)}${request.body[60] === 'x' ? 'y' : 'x'}${request.body.slice(61)}`;
      await expect(decodeRequest({ ...request, body }), step.at).rejects.toMatchObject({ code: 'bad-digest' });
    }
  });

  it('that were tampered with are decoded, and do not verify', async () => {
    const tampered = signed.filter(isTampered);
    expect(tampered.length).toBeGreaterThan(1);
    for (const step of tampered) {
      const { identity } = await decodeRequest(requestOf(step));
      expect(await identity.verify(), step.at).toBe(false);
    }
  });

  it('give the process ids that later steps read', async () => {
    let spawned = 0;
    for (const { session, steps: all } of sessions) {
      const ids = new Set<string>();
      for (const step of all.filter(isSigned)) {
        const { committed, identity } = await decodeRequest(requestOf(step));
        if (committed.get('type') === 'Process') ids.add(identity.id);
      }
      spawned += ids.size;
      const read = all.flatMap(({ request }) => /^\/([\w-]{43})~process@1\.0/.exec(request?.path ?? '')?.[1] ?? []);
      for (const id of ids) expect(read, session).toContain(id);
    }
    expect(spawned).toBeGreaterThan(100);
  });

  it('are logged as they were committed, with the ids that the node gave them', async () => {
    let compared = 0;
    for (const step of genuine) {
      const logged = await assignedMessage(step);
      if (!logged) continue;
      const { committed } = await decodeRequest(requestOf(step));
      expect(logged, step.at).toEqual(committed);
      expect(await (await identify(logged)).verify(), step.at).toBe(true);
      compared++;
    }
    expect(compared).toBeGreaterThan(200);
    console.log(`${compared} assignments compared`);
  });

  it('have the recorded signed and unsigned id, and commitments', async () => {
    const known = steps.filter(({ setup }) => typeof setup === 'object' && setup.uid);
    expect(known.length).toBeGreaterThan(0);
    for (const step of known) {
      const { message, identity } = await decodeRequest(requestOf(step));
      expect(typeof step.setup === 'object' && step.setup, step.at).toMatchObject({
        id: identity.id,
        uid: identity.unsignedId,
      });
      if (!step.request?.path.endsWith('/commitments')) continue;
      const headers = new Map(Object.entries(step.response?.headers ?? {}));
      const answered = await decodeHttp({ headers, body: binary(step.response?.body ?? '') });
      expect(message.get('commitments')).toEqual(
        new Map([...answered].filter(([key]) => identity.commitments.has(key))),
      );
    }
  });

  it('may hold a signed message, which verifies by itself', async () => {
    let nested = 0;
    for (const step of genuine) {
      const body = (await decodeRequest(requestOf(step))).committed.get('body');
      if (!isMap(body) || !isMap(body.get('commitments'))) continue;
      const identity = await identify(body);
      expect(await identity.verify(), step.at).toBe(true);
      expect([...identity.commitments.keys()].sort()).toEqual([...(body.get('commitments') as Message).keys()].sort());
      nested++;
    }
    expect(nested).toBeGreaterThan(0);
  });
});

describe('unsigned requests', () => {
  it('are committed to by an hmac over their headers', async () => {
    const empty = steps.filter(({ name }) => name === 'schedule empty POST');
    expect(empty.length).toBeGreaterThan(0);
    for (const step of empty) {
      const { committed, identity } = await decodeRequest(requestOf(step));
      expect(step.response?.body).toContain(`body/commitments/${identity.id}"`);
      expect([...committed.keys()]).toEqual(['commitments']);
    }
  });
  it('have the keys that the node lists', async () => {
    const listed = steps.filter(({ name }) => name === 'POST multipart nested message /keys');
    expect(listed.length).toBeGreaterThan(0);
    for (const step of listed) {
      const { message } = await decodeRequest(requestOf(step));
      message.delete('path');
      const answered = Object.entries(step.response?.headers ?? {}).filter(([name]) => /^\d+$/.test(name));
      expect([...message.keys()].sort()).toEqual(answered.map(([, key]) => key));
    }
  });
  it('all decode', async () => {
    const unsigned = steps.filter((step) => step.request && !isSigned(step));
    for (const step of unsigned) expect((await decodeRequest(requestOf(step))).identity.signed, step.at).toBe(false);
  });
});

describe('stored messages', () => {
  const recorded = steps.flatMap(({ setup, store }) => {
    if (store && !store.signed) return [{ id: store.id, message: store.message }];
    return typeof setup === 'object' && setup.stored ? [{ id: setup.id, message: setup.stored }] : [];
  });
  const different = [...new Map(recorded.map((one) => [one.id, one.message]))];
  /** What the recording node made of a key that is no ASCII is not known; its answers there are defects. */
  const isAscii = (message: object): boolean => !Object.keys(message).some((key) => /[^\0-\x7f]/.test(key));

  it.for(different.filter(([, message]) => isAscii(message)))('have the unsigned id %s', async ([id, message]) => {
    expect(await unsignedId(messageOf(message))).toBe(id);
  });
});
