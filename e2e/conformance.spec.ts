/**
 * Recorded answers of a real node, through the Service Worker in a real browser: about a tenth of the `sane` steps of
 * each group, in whole sessions (`LONG=1`: all). What is equal in Node has to be equal here; POCKETBEAM_SHOW=1 prints what
 * is left out.
 *
 * A browser does not send what Node sends: some headers it keeps to itself, others it adds, and an answer may contain
 * them or an id made over them. So each session runs twice in Node, with the headers as recorded and with those that
 * the browser sent. Steps are left out by these rules, none of which looks at what the browser was answered:
 * - `foreign`: in a page the path is not ours (`/host`);
 * - `unsent`: the browser refuses to make the request, or hides the answer (a redirect);
 * - `unequal`: not equal in Node either;
 * - `headers`: in Node equal with the recorded headers, and not with the browser's;
 * - `unsafe`: the recorded headers hold more than ASCII, which goes into the body here; only the status is compared.
 */
import { hyperPathOf } from '../src/http/ours.ts';
import { differences } from './conformance/compare.ts';
import { sessions, wireOf, type Step } from './conformance/recorded.ts';
import { groupOf, nameOf, shown } from './conformance/replay.ts';
import { aTenth, type Session } from './conformance/tenth.ts';
import { addedHeaders, replayInNode, replayInPage, type Replayed } from './support/page-replay.ts';
import type { HeaderList, ReplayRequest } from './support/page-replay-types.ts';
import { HELLO } from './support/programs.ts';
import { beam, expect, HTTP_ERRORS, test } from './support/test.ts';

test.use({ expectedErrors: HTTP_ERRORS });

/** How many steps of each group are equal at least, of a tenth. */
const LEAST: Record<string, number> = { '01': 5, '02': 9, '03a': 6, '03b': 26, '04': 15, '05': 20, '06': 11, '07': 85 };

const isOurs = ({ request }: Step): boolean =>
  request !== undefined && hyperPathOf(`http://localhost${request.path}`, 'page', '/') !== undefined;
const isSane = (step: Step): boolean => step.class === 'sane';
const counts = (step: Step): boolean => isSane(step) && isOurs(step);

const chosen = process.env.LONG ? sessions : aTenth(sessions, counts);

for (const [group, least] of Object.entries(LEAST))
  test(`group ${group} is answered in the browser as in Node`, async ({ playground: page, server }) => {
    test.setTimeout(300_000);
    const added = await addedHeaders(page);
    // The engine is loaded with the first process. From then on, what is answered was answered by the Service Worker.
    await beam.spawn(page, HELLO);
    await server.kill();
    const tally: Tally = { equal: 0, unsent: 0, unequal: 0, headers: 0, unsafe: 0, wrong: [] };
    const some = chosen.filter(({ session }) => groupOf(session) === group);
    for (const session of some) {
      const all = await Promise.all([replayInPage(page), replayInNode(), replayInNode()]);
      await replay(session, all, added, tally);
      for (const { close } of all) await close();
    }
    const { wrong, ...numbers } = tally;
    const sane = sessions.flatMap(({ session, steps }) => (groupOf(session) === group ? steps.filter(isSane) : []));
    const taken = some.flatMap(({ steps }) => steps.filter(counts));
    const foreign = sane.filter((step) => !isOurs(step)).length;
    console.log(
      `group ${group}: ${taken.length} of ${sane.length} sane steps, ${JSON.stringify({ ...numbers, foreign })}`,
    );
    expect(wrong).toEqual([]);
    expect(numbers.equal).toBeGreaterThanOrEqual(least);
  });

interface Tally {
  equal: number;
  unsent: number;
  unequal: number;
  headers: number;
  /** Values that are no ASCII stand in the body, as Chromium spoils them in headers: the row `unsafe-header`. */
  unsafe: number;
  /** What is equal in Node, and not here. */
  wrong: string[];
}

async function replay(
  { session, steps }: Session,
  [page, asRecorded, asSent]: [Replayed, Replayed, Replayed],
  added: HeaderList,
  tally: Tally,
): Promise<void> {
  for (const step of steps) {
    const stored = storedBy(step);
    if (stored !== undefined) for (const one of [page, asRecorded, asSent]) await one.store(stored);
    if (!isOurs(step)) continue;
    const request = requestOf(step);
    const here = await page.send(request);
    const headers = [...added.filter(([name]) => !here.sent.some(([own]) => own === name)), ...here.sent];
    const inNode = await asRecorded.send(request);
    const alike = await asSent.send({ ...request, headers });
    // Computed in the background by all three: none may be ahead at the next step.
    if (request.method === 'POST') for (const one of [page, asRecorded, asSent]) await one.settle();
    const wanted = step.response;
    if (!isSane(step) || !wanted) continue;
    const isWanted = ({ answer }: typeof here): boolean => answer !== undefined && !differences(answer, wanted).length;
    const name = nameOf(session, step);
    if (here.answer && Object.values(wanted.headers ?? {}).some((value) => /[^\0-\x7f]/.test(value))) {
      tally.unsafe++;
      const { status, headers: answered } = here.answer;
      if (status !== wanted.status || !answered.get('pocketbeam-diagnostic')?.includes('unsafe-header'))
        tally.wrong.push(`${name}: ${status}, and no unsafe-header`);
      continue;
    }
    const kind = !here.answer ? 'unsent' : !isWanted(inNode) ? 'unequal' : !isWanted(alike) ? 'headers' : 'equal';
    if (kind !== 'equal' && process.env.POCKETBEAM_SHOW) console.log(`${kind}: ${name}`);
    if (!here.answer || kind !== 'equal' || isWanted(here)) tally[kind]++;
    else tally.wrong.push(shown(name, differences(here.answer, wanted)));
  }
}

/** The JSON of the message that a step puts into the store. */
function storedBy({ setup, store }: Step): string | undefined {
  if (typeof setup === 'object' && setup.stored) return JSON.stringify({ id: setup.id, message: setup.stored });
  return store && JSON.stringify({ id: store.id, message: store.message });
}

function requestOf(step: Step): ReplayRequest {
  const { method, path, headers, body } = wireOf(step.request!);
  const request = { method, path, headers: [...headers].map(([name, value]): [string, string] => [name, value]) };
  return body === '' || method === 'GET' || method === 'HEAD' ? request : { ...request, body };
}
