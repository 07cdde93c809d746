import { expect, test } from 'vitest';
import { MAX_HISTORY, readHistory, recall, remembered, type Recall } from './history.ts';

test('arrows go back to the oldest and forth to what was being written', () => {
  const history = ['knead()', 'bake()'];
  let shown = 'sel';
  let at: Recall = { at: 0, draft: '' };
  const press = (step: 1 | -1): string | undefined => {
    const next = recall(history, at, shown, step);
    if (next) [shown, at] = [next.text, next.now];
    return next?.text;
  };
  expect([press(1), press(1), press(1)]).toEqual(['bake()', 'knead()', undefined]);
  expect([press(-1), press(-1), press(-1)]).toEqual(['bake()', 'sel', undefined]);
});

test('what is run twice is kept once, and not without end', () => {
  expect(remembered(['a'], 'a')).toEqual(['a']);
  expect(remembered(['a', 'b'], 'a')).toEqual(['a', 'b', 'a']);
  const many = Array.from({ length: MAX_HISTORY }, (_, i) => String(i));
  expect(remembered(many, 'new')).toHaveLength(MAX_HISTORY);
  expect(remembered(many, 'new').at(0)).toBe('1');
});

test.each([[undefined], ['text'], [[1]], [{}]])('%j in storage is no history', (stored) => {
  expect(readHistory(stored)).toBeUndefined();
});
