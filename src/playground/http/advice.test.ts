import { expect, test } from 'vitest';
import { adviceOn } from './advice.ts';

const here = 'h'.repeat(43);

test('an id that is not here, and a key that is not there', () => {
  expect(adviceOn(404, `/${'x'.repeat(43)}~process@1.0/compute/cache`, [here])).toContain('No process of this browser');
  expect(adviceOn(404, `/${here}~process@1.0/compute/cahce`, [here])).toContain('Nothing stands there');
});

test('nothing where it would be a guess', () => {
  expect(adviceOn(200, `/${here}/compute/cache`, [])).toBeUndefined();
  expect(adviceOn(404, '/index.htm', [here])).toBeUndefined();
  expect(adviceOn(404, '/~nothing@1.0/x', [here])).toBeUndefined();
});
