import { describe, expect, it } from 'vitest';
import type { AosMessage } from '../../core/ports/engine.ts';
import { inForm, type MessageForm, UNRELATED } from './message-form.ts';
import { pad, tagList } from './testing.ts';

const base: AosMessage = {
  ...{ Id: pad('one'), From: pad('sender'), Owner: pad('sender'), Target: pad('process'), Data: 'text', Nonce: 1 },
  ...{ Timestamp: 5, 'Block-Height': 6, Tags: tagList({ Action: 'Go', 'x-note': 'one', Type: 'Message' }) },
};

const formOf = (message: AosMessage): MessageForm => inForm(message).form;

describe('inForm', () => {
  it('is the same for the next message of its kind', () => {
    const next = {
      ...base,
      Id: pad('two'),
      Data: 'other',
      Tags: tagList({ Action: 'Stop', 'x-note': '', Type: 'Eval' }),
    };
    expect(formOf(next)).toBe(formOf(base));
  });

  it.each<[string, AosMessage]>([
    ['another name of a tag', { ...base, Tags: tagList({ Action: 'Go', 'x-more': 'one', Type: 'Message' }) }],
    ['another order of the tags', { ...base, Tags: tagList({ 'x-note': 'one', Action: 'Go', Type: 'Message' }) }],
    ['one more tag', { ...base, Tags: [...base.Tags, { name: 'More', value: '' }] }],
    ['one tag less', { ...base, Tags: base.Tags.slice(1) }],
    ['one more field', { ...base, Cron: true }],
    ['another order of the fields', { Cron: true, ...base }],
  ])('is another for %s', (_what, message) => {
    expect(formOf(message)).not.toBe(formOf(base));
  });

  it('leaves out fields that are undefined', () => {
    const without = { ...base, Epoch: undefined };
    expect(formOf(without)).not.toBe(formOf(base));
    expect(formOf(without).nodes).toEqual(formOf(base).nodes);
    expect(formOf({ ...base, Epoch: 0 })).not.toBe(formOf(without));
    expect(formOf({ Epoch: undefined, ...base }).nodes).not.toContain('Epoch');
  });

  it('puts the fields into their places as they are', () => {
    const data = new Map([['a', 1]]);
    const { form, root, size, hasOthers } = inForm({ ...base, Data: data });
    const at = (name: string): unknown => root[form.nodes.indexOf(name) + 1];
    expect([at('Id'), at('Data'), at('Timestamp'), at('Action'), at('Tags')]).toEqual([
      base.Id,
      data,
      5,
      undefined,
      undefined,
    ]);
    expect([size, hasOthers]).toEqual([4 * 43, true]);
    expect(inForm(base)).toMatchObject({ size: 4 * 43 + 'text'.length, hasOthers: false });
  });

  it.each([
    [{}, true, UNRELATED],
    [{ 'Content-Type': 'text/plain' }, false, UNRELATED],
    [{ 'from-process': 'x' }, false, UNRELATED],
    [{ Reference: '1' }, true, 0],
    [{ 'reply-to': 'x' }, true, 0],
    [{ 'X-Reference': '1' }, true, 0],
    [{ x_origin: 'x' }, true, 0],
  ])('of tags %o says whether they matter: plain %s, unrelated %i', (tags, isPlain, absent) => {
    expect(formOf({ ...base, Tags: tagList(tags) })).toMatchObject({ isPlain, absent });
  });

  it('lets the last of a name count at the root and the first in Tags', () => {
    const Tags = ['Note', 'note', 'Type', 'NOTE'].map((name) => ({ name, value: name }));
    const { nodes, map, list, inNodes, inMap } = formOf({ ...base, Tags });
    expect(map).toEqual(['Note', undefined, 'Type', undefined]);
    expect(list.filter((_name, i) => i % 2 === 0)).toEqual(['Note', 'Note', 'Type', 'Note']);
    expect(inMap).toEqual([1, 0, 3, 0]);
    const root = nodes.indexOf('Note') + 1;
    expect(inNodes).toEqual([root, root, 0, root]);
  });

  it('is found again among many, and made anew for many tags', () => {
    const many = {
      ...base,
      Tags: tagList(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`Tag-${i}`, '']))),
    };
    expect(formOf(many)).toEqual(formOf(many));
    const kinds = Array.from({ length: 20 }, (_, i) => ({ ...base, Tags: tagList({ [`Kind-${i}`]: '' }) }));
    const forms = kinds.map(formOf);
    expect(kinds.map(formOf)).toEqual(forms);
  });
});
