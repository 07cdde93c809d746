/**
 * Requests of all kinds, in sequences that share an instance. POCKETBEAM_FUZZ says how many (20,000, with
 * `npm run test:long` 200,000); a failure prints the seed of its sequence.
 */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { SEED } from '../support/seed.ts';
import { createWallet } from '../support/sign.ts';
import { requestOf, requests, type Sketch } from './requests.ts';
import { isNodeWord, leakIn } from './words.ts';
import { createWorld, type World } from './world.ts';

const TOTAL = Number(process.env.POCKETBEAM_FUZZ ?? 20_000);
const SEQUENCES = 25;
/** For machines that are busy: what is meant is an answer at all, and no scan that grows with the square. */
const MAX_MS = 5000;

const rejections: unknown[] = [];
const onRejection = (reason: unknown): void => void rejections.push(reason);
beforeAll(() => void process.on('unhandledRejection', onRejection));
afterAll(() => void process.off('unhandledRejection', onRejection));
// A clock that stands: equal requests have equal answers.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_000 }));
afterEach(() => void vi.useRealTimers());

it.each([
  ['default', false],
  ['strict', true],
])('answers whatever it is asked (%s mode)', { timeout: 3_600_000 }, async (_mode, strict) => {
  const arbitrary = fc.array(requests(await signedRequests()), { minLength: 1, maxLength: 40, size: 'max' });
  const statuses = new Map<string, number>();
  let asked = 0;
  for (let batch = 0; asked < TOTAL / 2; batch++) {
    let world = await createWorld(strict, onRejection);
    let hasFailed = false;
    const property = fc.asyncProperty(arbitrary, async (sketches) => {
      // Smaller sequences that fail do so by themselves, or not at all.
      if (hasFailed) world = await createWorld(strict, onRejection);
      const probe = await world.probe();
      try {
        for (const sketch of sketches) {
          asked++;
          const status = await check(sketch, world);
          if (status !== undefined) statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
        expect(await world.probe()).toBe(probe);
        expect(Object.keys(Object.prototype)).toEqual([]);
        expect(rejections).toEqual([]);
      } catch (error) {
        hasFailed = true;
        rejections.length = 0;
        throw error;
      }
    });
    await fc.assert(property, { seed: SEED + batch, numRuns: SEQUENCES, endOnFailure: false });
  }
  console.log(
    `fuzz: ${asked} requests from seed ${SEED}: ${[...statuses]
      .sort()
      .map(([s, n]) => `${s} × ${n}`)
      .join(', ')}`,
  );
  expect(statuses.get('200') ?? 0).toBeGreaterThan(asked / 10);
});

/** @returns status and code; undefined for what is no request. */
async function check(sketch: Sketch, world: World): Promise<string | undefined> {
  const request = requestOf(sketch, world.processes);
  if (!request) return undefined;
  const shown = `${request.method} ${request.url}`;
  for (const [number] of JSON.stringify(sketch).matchAll(/(?<!\d)[4-5]\d\d(?!\d)/g)) world.said.add(number);
  const [began, used] = [performance.now(), process.cpuUsage()];
  const response = await world.beam.handle(request);
  if (!response) throw new Error(`${shown} is not ours`);
  const body = Buffer.from(await response.arrayBuffer()).toString('latin1');
  const { user, system } = process.cpuUsage(used);
  // What is slow here, not what waits for other programs of this machine.
  const ms = Math.min(performance.now() - began, (user + system) / 1000);
  const { status, headers } = response;
  const code = headers.get('pocketbeam-code');
  const gist = `${shown} → ${status} ${code ?? ''} ${body.slice(0, 300)}`;
  if (ms > MAX_MS) throw new Error(`${gist} took ${ms.toFixed(0)} ms`);
  if (status < 200 || status > 599) throw new Error(`${gist} has no status`);
  if (status >= 400 && code === null && !isNodeWord(status, body) && !isOwnStatus(status, world))
    throw new Error(`${gist} has no code`);
  if (code === 'internal') throw new Error(`${gist} is a fault of ours`);
  const asked = JSON.stringify(sketch) + request.url + decodeURIComponent(encodeURI(request.url));
  const leak = leakIn(body, asked) ?? [...headers.values()].map((value) => leakIn(value, asked)).find(Boolean);
  if (leak !== undefined) throw new Error(`${gist} leaks ${leak}`);
  const started = headers.get('process');
  if (
    request.method === 'POST' &&
    started !== null &&
    /^[\w-]{43}$/.test(started) &&
    !world.processes.includes(started)
  )
    world.processes.push(started);
  if (request.method === 'GET') await checkAgain(sketch, world, gist);
  return code === null ? String(status) : `${status} ${code}`;
}

/** A message answers with the status that is among its keys: somebody has put it there. */
const isOwnStatus = (status: number, { said }: World): boolean => said.has(String(status));

/** Once what there is to compute has been computed, the same bytes every time; a signature never is the same. */
async function checkAgain(sketch: Sketch, world: World, gist: string): Promise<void> {
  if (/push|commit|sign/i.test(JSON.stringify(sketch))) return;
  const answers: string[] = [];
  for (let time = 0; time < 2; time++) {
    const request = requestOf(sketch, world.processes);
    const response = request && (await world.beam.handle(request));
    if (!response) return;
    const body = Buffer.from(await response.arrayBuffer()).toString('latin1');
    answers.push(JSON.stringify([response.status, [...response.headers], body]));
  }
  if (answers[0] !== answers[1]) throw new Error(`${gist} differs:\n${answers.join('\n')}`);
}

/** A message to a process and a process, signed. */
async function signedRequests(): Promise<Sketch[]> {
  const wallet = await createWallet();
  const messages = [
    'type: Message, action: Add, by: 3, data: x',
    'type: Process, device: process@1.0, execution-device: genesis-wasm@1.0, data: Count = 1',
    'type: Message, action: Echo, constructor: x, __proto__: y',
  ].map((keys) => new Map(keys.split(', ').map((key) => key.split(': ') as [string, string])));
  return Promise.all(
    messages.map(async (message): Promise<Sketch> => {
      const { init } = await wallet.sign(message);
      return { path: '/{0}~process@1.0/schedule', ...init };
    }),
  );
}
