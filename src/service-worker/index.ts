/**
 * What a Service Worker of one's own imports, `pocketbeam/sw`: a scope has one Service Worker, so an app that has one
 * already lets it answer HyperPATHs as well.
 */
export {
  createServiceWorkerHandler,
  type FetchEventLike,
  type MessageEventLike,
  type ServiceWorkerHandler,
} from './handler.ts';
