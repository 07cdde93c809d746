import { describe, expect, it } from 'vitest';
import jwk from '../../e2e/support/test-key.json' with { type: 'json' };
import { itemCommitment, itemMessage } from '../codecs/ans104-message.ts';
import { encodeJson } from '../codecs/json.ts';
import { signItem, signMessage } from '../codecs/sign.ts';
import { openWallet, readJwk } from '../codecs/wallet.ts';
import { Atom, Float, type MapValue, type Value } from '../core/value.ts';
import { jsonFaceValue, toAos, toJsonFace } from './json-iface.ts';

const ID = 'a-letter'.padEnd(43, '_');
const POST_OFFICE = 'post-office'.padEnd(43, '_');
const map = (entries: Record<string, Value>): MapValue => new Map(Object.entries(entries));
const wallet = await openWallet(readJwk(jwk));

describe('the JSON face of a message', () => {
  it('has empty texts where there is nothing', () => {
    const empty = { Id: ID, Owner: '', From: '', Target: '', Data: '', Anchor: '', Tags: [], Signature: '' };
    expect(toJsonFace(map({}), { id: ID })).toEqual(empty);
    expect(encodeJson(jsonFaceValue(toJsonFace(map({}), { id: ID })))).toBe(
      `{"Anchor":"","Data":"","From":"","Id":"${ID}","Owner":"","Signature":"","Tags":[],"Target":""}`,
    );
  });
  it('has every other key as a tag in Header-Case, as text, in its order', () => {
    const message = map({
      ...{ stamp: 'blue', 'sent-by-air': true, target: POST_OFFICE, data: 'Dear all', anchor: 'crumpled' },
      ...{ grams: 12, postage: new Float(1.5), fragile: new Atom('null'), 'from-process': ID, 'x_under-score': 'u' },
      ...{ pages: map({ a: 1 }), big: 2n ** 64n, '': 'nameless' },
    });
    const { Tags, ...rest } = toJsonFace(message, { id: ID });
    const wanted = { Id: ID, Owner: '', From: ID, Target: POST_OFFICE, Data: 'Dear all', Anchor: 'crumpled' };
    expect(rest).toEqual({ ...wanted, Signature: '' });
    expect(Tags.map(({ name, value }) => [name, value])).toEqual([
      ['Stamp', 'blue'],
      ['Sent-By-Air', 'true'],
      ['Grams', '12'],
      ['Postage', '1.50000000000000000000e+00'],
      ['Fragile', 'null'],
      ['X_under-Score', 'u'],
      ['Big', '18446744073709551616'],
      ['', 'nameless'],
    ]);
  });
  it('says who signed', async () => {
    const signed = await signMessage(map({ stamp: 'red', target: POST_OFFICE }), wallet);
    const { Signature, Owner, From, Tags } = toJsonFace(signed, { id: ID, claims: { owner: wallet.address } });
    expect([Owner, From, Tags]).toEqual([wallet.address, wallet.address, [{ name: 'Stamp', value: 'red' }]]);
    expect(Signature).toMatch(/^[\w-]{342,683}$/);
  });
  it('has the tags of a data item as they were given', async () => {
    const tags = [
      { name: 'sTAMP', value: 'green' },
      { name: 'Note', value: 'first' },
      { name: 'Note', value: 'second' },
      { name: 'Target', value: 'a tag only' },
    ];
    const item = await signItem({ target: '', anchor: '', tags, data: 'Dear one' }, wallet);
    const { id, commitment } = await itemCommitment(item);
    const message = itemMessage(item).set('commitments', new Map([[id, commitment]]));
    const face = toJsonFace(message, { id, claims: { owner: wallet.address } });
    expect(face).toMatchObject({ Id: id, Owner: wallet.address, Target: '', Data: 'Dear one', Tags: tags });
    expect(face.Signature).toBe(commitment.get('signature'));
  });
  it('is what aos gets, with what only a slot has', () => {
    const message = map({ stamp: 'blue', data: 'Dear all' });
    const claims = { from: POST_OFFICE, owner: ID, module: 'module-of-the-post', cron: true };
    const slot = { slot: 3, id: ID, message, timestamp: 5, height: 2, anchor: 'given', claims };
    const { Signature, ...face } = toJsonFace(message, slot);
    expect(Signature).toBe('');
    expect(toAos(POST_OFFICE, slot)).toEqual({
      ...{ ...face, Target: POST_OFFICE, Anchor: 'given', From: POST_OFFICE, Owner: ID },
      ...{ Timestamp: 5, 'Block-Height': 2, Nonce: 3, Epoch: 0, Module: 'module-of-the-post', Cron: true },
    });
  });
});
