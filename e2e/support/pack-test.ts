/** The test of specs about the package as others install it. */
import { openWorkshop, type Workshop } from '../pack/throw-away.ts';
import { test as base } from './test.ts';

export const test = base.extend<object, { workshop: Workshop }>({
  workshop: [
    async ({}, use) => {
      const workshop = await openWorkshop();
      await use(workshop);
      await workshop.close();
    },
    { scope: 'worker' },
  ],
});
