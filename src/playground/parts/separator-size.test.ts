import { expect, test } from 'vitest';
import { afterKey, fromPointer } from './separator-size.ts';

const limits = { least: 10, most: 60, usual: 30 };
const before = { orientation: 'vertical', after: false, limits } as const;
const after = { orientation: 'vertical', after: true, limits } as const;

test('the arrows move the line where they point', () => {
  expect(afterKey('ArrowRight', 30, before)).toBeGreaterThan(30);
  expect(afterKey('ArrowLeft', 30, before)).toBeLessThan(30);
  expect(afterKey('ArrowRight', 30, after)).toBeLessThan(30);
  expect(afterKey('ArrowDown', 30, { ...before, orientation: 'horizontal' })).toBeGreaterThan(30);
  expect(afterKey('ArrowDown', 30, before)).toBeUndefined();
});

test('no key goes beyond the limits', () => {
  expect(afterKey('ArrowRight', 60, before)).toBe(60);
  expect(afterKey('ArrowRight', 10, after)).toBe(10);
  expect(afterKey('Home', 30, before)).toBe(10);
  expect(afterKey('End', 30, before)).toBe(60);
});

test('the line follows the pointer', () => {
  const box = { left: 100, top: 50, width: 1000, height: 500 };
  expect(fromPointer({ x: 350, y: 0 }, box, before)).toBe(25);
  expect(fromPointer({ x: 850, y: 0 }, box, after)).toBe(25);
  expect(fromPointer({ x: 0, y: 250 }, box, { ...before, orientation: 'horizontal' })).toBe(40);
  expect(fromPointer({ x: 0, y: 0 }, box, before)).toBe(10);
  expect(fromPointer({ x: 0, y: 0 }, { ...box, left: 0, width: 0 }, before)).toBe(30);
});
