/** `cron@1.0`: messages by the clock. There is no clock yet, so every key of it says so. */
import { device, type Device } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';

export const cronDevice: Device = {
  ...device('cron@1.0', {}),
  inherits: new Set(),
  otherwise: (key) => () => {
    throw new PocketbeamError('not-implemented', `cron@1.0/${key} is not here yet.`, {
      cause: 'Pocketbeam has no clock that sends messages.',
      next: 'Send the message yourself: POST /<process-id>~process@1.0/push.',
      status: 501,
    });
  },
};
