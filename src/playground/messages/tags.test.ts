import { expect, test } from 'vitest';
import { collectTags } from './tags.ts';

test('the action comes first, empty rows do not count', () => {
  const rows = [
    { name: ' Recipient ', value: ' bob ' },
    { name: '', value: '' },
    { name: 'Empty', value: '' },
  ];
  expect(collectTags(' Transfer ', rows)).toEqual({
    tags: [
      { name: 'Action', value: 'Transfer' },
      { name: 'Recipient', value: ' bob ' },
      { name: 'Empty', value: '' },
    ],
  });
});

test('no action is no tag', () => {
  expect(collectTags(' ', [])).toEqual({ tags: [] });
  expect(collectTags('', [{ name: 'action', value: 'x' }])).toEqual({ tags: [{ name: 'action', value: 'x' }] });
});

test('a value without a name, a second Action and a second tag are told apart', () => {
  expect(collectTags('', [{ name: ' ', value: 'x' }])).toMatchObject({
    row: 0,
    problem: expect.stringContaining('no name'),
  });
  expect(collectTags('A', [{ name: 'ACTION', value: 'x' }])).toMatchObject({
    row: 0,
    problem: expect.stringContaining('field of its own'),
  });
  const twice = [
    { name: 'To', value: '1' },
    { name: 'to', value: '2' },
  ];
  expect(collectTags('', twice)).toMatchObject({ row: 1, problem: expect.stringContaining('twice') });
});
