import { PocketbeamError, show } from '../core/errors.ts';

/** What a Pocketbeam does about tasks of the clock. */
export interface CronOptions {
  /**
   * Times that passed while nobody was there. `report`: the last of them is made up for, the others are counted and told.
   * `catch-up`: all are, in their order. Default `report`.
   */
  missed?: 'report' | 'catch-up';
}

/** @throws PocketbeamError `bad-option` */
export function missedOf({ missed = 'report' }: CronOptions = {}): 'report' | 'catch-up' {
  if (missed === 'report' || missed === 'catch-up') return missed;
  throw new PocketbeamError('bad-option', `cron.missed is no ${show(missed)}.`, {
    next: "Write cron: { missed: 'report' } or { missed: 'catch-up' }.",
  });
}
