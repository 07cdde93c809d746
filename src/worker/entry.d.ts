/**
 * The types of `pocketbeam/worker`: the script of the page's worker, which exports nothing. For bundlers that do not find
 * it by themselves, with the option `worker` of `createPocketbeam`.
 */
export {};
