/** What `npm run bench` measures, in its order. */
import { coldStartPart } from './cold-start/part.ts';
import { dryRunPart } from './dry-run/part.ts';
import { enginePart } from './engine/part.ts';
import type { Part } from './measured.ts';
import { readsPart } from './reads/part.ts';
import { sendPart } from './send/part.ts';
import { sizesPart } from './sizes/part.ts';
import { snapshotPart } from './snapshot/part.ts';
import { spawnPart } from './spawn/part.ts';
import { storagePart } from './storage/part.ts';
import { throughputPart } from './throughput/part.ts';

export const parts: readonly Part[] = [
  readsPart,
  sendPart,
  throughputPart,
  dryRunPart,
  spawnPart,
  coldStartPart,
  snapshotPart,
  storagePart,
  enginePart,
  sizesPart,
];
