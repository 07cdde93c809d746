/** What Node and Vitest import: `import { createNodePocketbeam } from 'pocketbeam/node'`. */
export { createNodePocketbeam, type NodePocketbeam, type NodePocketbeamOptions } from './node-pocketbeam.ts';
export { serveHttp, type HttpServer } from './http-server.ts';
export { PocketbeamError } from '../../core/errors.ts';
export type { SlotCommitted } from '../../devices/process-computer.ts';
export type { Handler, HttpRequest } from '../../http/handler.ts';
