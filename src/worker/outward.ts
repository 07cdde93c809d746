/** Transactions that are kept or fetched, and requests that leave: one file, loaded when it is first used (later.ts). */
export { dataOf } from '../emulator/data.ts';
export { withGateway } from '../emulator/gateway.ts';
export { createRelay } from '../emulator/relay.ts';
export { createDataStore } from '../store/data.ts';
