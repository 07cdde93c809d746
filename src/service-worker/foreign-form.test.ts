import { describe, expect, it } from 'vitest';
import { foreignForm } from './foreign-form.ts';

const ORIGIN = 'https://app.test';
const asked = { mode: 'navigate', method: 'POST', referrer: `${ORIGIN}/page.html` } as const;

describe('a form that is posted by navigation', () => {
  it.each(['https://other.test/', 'https://app.test.other.test/', '', 'about:client'])(
    'is refused when it comes from %j',
    (referrer) => {
      const refusal = foreignForm({ ...asked, referrer }, ORIGIN);
      expect(refusal?.status).toBe(403);
      expect(refusal?.code).toBe('foreign-form');
    },
  );
  it('is taken from a page of the origin', () => {
    expect(foreignForm(asked, ORIGIN)).toBeUndefined();
  });
  it('is another thing than a link, or a fetch of a page without referrer', () => {
    const referrer = 'https://other.test/';
    expect(foreignForm({ ...asked, method: 'GET', referrer }, ORIGIN)).toBeUndefined();
    expect(foreignForm({ ...asked, mode: 'cors', referrer: '' }, ORIGIN)).toBeUndefined();
  });
});
