/** Every entry, so that the compiler reads the types of all of them. */
import type { Pocketbeam } from 'pocketbeam';
import { parseHyperPath, type HyperPath } from 'pocketbeam/core';
import { deploy } from 'pocketbeam/deploy';
import { createNodePocketbeam, type NodePocketbeam } from 'pocketbeam/node';
import { test, type Beam } from 'pocketbeam/playwright';
import { useCache, type CacheState } from 'pocketbeam/react';
import { createServiceWorkerHandler, type ServiceWorkerHandler } from 'pocketbeam/sw';
import { pocketbeam } from 'pocketbeam/vite';
import type { Plugin } from 'vite';

export const file = async (beam: Pocketbeam): Promise<Blob> => new Blob([await beam.export()]);
export const path: HyperPath = parseHyperPath('/~meta@1.0/info');
export const publish: typeof deploy = deploy;
export const node: Promise<NodePocketbeam> = createNodePocketbeam();
export const handler: () => ServiceWorkerHandler = createServiceWorkerHandler;
export const cache: CacheState<number> = useCache<number>('…', 'count');
export const plugins: Plugin[] = pocketbeam();
test('…', ({ beam }: { beam: Beam }) => void beam.process);
