/** `as=execution`: the process under its execution device, which tries messages on it. */
import { device, type Device, type DeviceFunction } from '../core/device.ts';

const EXECUTION = 'genesis-wasm@1.0';

export const asFunction: DeviceFunction = (subject, request, { strict }) =>
  request.get('as') === 'execution' && !strict ? subject.as(EXECUTION) : subject.at('as');

/** Few try messages by a path: a file of its own. */
export const executionDevice: Device = device(EXECUTION, {
  compute: async (subject, request, context) => (await import('./dry-run.ts')).compute(subject, request, context),
});
