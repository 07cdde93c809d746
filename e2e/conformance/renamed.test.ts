/**
 * The recorded sessions again, with fresh keys, so other process and message ids, and with the keys of the caches renamed:
 * what holds for the recordings must not hang on their names.
 */
import { describe, expect, it } from 'vitest';
import { decodeHttp } from '../../src/codecs/httpsig-decode.ts';
import { decodeJson } from '../../src/codecs/json-decode.ts';
import { decodeRequest } from '../../src/codecs/request.ts';
import { binary, equal, isList, isMap, type Message, type Value } from '../../src/core/value.ts';
import { createNodePocketbeam } from '../../src/integrations/node/node-pocketbeam.ts';
import { createWallet, type Wallet } from '../support/sign.ts';
import { bodyOf, type Answer, type RecordedAnswer } from './compare.ts';
import { sessions, wireOf, type RecordedRequest } from './recorded.ts';
import { groupOf, nameOf, send, storing } from './replay.ts';

const PREFIX = 'q9';
/** Keys that mean something to a node, and so keep their names: devices, ids, functions, numbers of a list. */
const MEANS_SOMETHING = /^(?:device|keys|serialize~.*|deserialize.*|\d+|.{32}|.{42}|.{43})$/i;

/** In group 05 the names are what is tested: only the key beside them is renamed. */
const isRenamed = (group: string, key: string): boolean =>
  group === '05' ? key === 'other' : !MEANS_SOMETHING.test(key);

/** Appended to a recorded module: the keys of what it patches below `cache` are renamed. */
const wrapper = (group: string): string => `
do
  local inner = compute
  local function renames(key)
    ${group === '05' ? "return key == 'other'" : "return key ~= 'device' and not key:find('^%d+$') and #key ~= 32 and #key ~= 42 and #key ~= 43"}
  end
  local function renamed(value)
    if type(value) ~= 'table' then return value end
    local copy = {}
    for key, item in pairs(value) do
      if type(key) == 'string' and renames(key) then key = key:gsub('[^/]+', '${PREFIX}%0') end
      copy[key] = renamed(item)
    end
    return copy
  end
  function compute(base, req, opts)
    local result, more = inner(base, req, opts)
    local outbox = type(result) == 'table' and type(result.results) == 'table' and result.results.outbox
    for _, message in pairs(type(outbox) == 'table' and outbox or {}) do
      for key, value in pairs(type(message) == 'table' and message or {}) do
        if type(key) == 'string' and key:lower() == 'cache' then message[key] = renamed(value) end
      end
    end
    if more ~= nil then return result, more end
    return result
  end
end
`;

/** A value of a renamed cache under its recorded names. */
function unrenamed(value: Value): Value {
  if (typeof value === 'string') return value.startsWith(PREFIX) ? value.slice(PREFIX.length) : value;
  if (isList(value)) return value.map(unrenamed);
  if (!isMap(value)) return value;
  return new Map(
    [...value].map(([key, item]) => [key.replaceAll(new RegExp(`(^|/)${PREFIX}`, 'g'), '$1'), unrenamed(item)]),
  );
}

function renamedPath(group: string, path: string): string {
  const [route = '', query] = path.split('?', 2);
  const [before, below] = route.split(/(?<=\/cache)\//, 2);
  const keys = below?.split('/').map((key) => (key !== '' && isRenamed(group, key) ? `${PREFIX}${key}` : key));
  return [before, ...(keys ?? [])].join('/') + (query === undefined ? '' : `?${query}`);
}

/** A session under other names: ids of processes and messages as they came to be. */
class Renamed {
  readonly #ids = new Map<string, string>();

  constructor(
    readonly group: string,
    readonly wallet: Wallet,
  ) {}

  /** Text with the ids of this run in place of the recorded ones. */
  text(recorded: string): string {
    return [...this.#ids].reduce((text, [old, now]) => text.replaceAll(old, now), recorded);
  }

  async request(recorded: RecordedRequest): Promise<{ request: RecordedRequest; id?: string }> {
    const path = renamedPath(this.group, this.text(recorded.path));
    if (!Object.keys(recorded.headers).includes('signature')) return { request: { ...recorded, path } };
    const { committed, identity } = await decodeRequest(wireOf(recorded));
    // What was recorded with a broken signature stays as it is.
    if (!(await identity.verify())) return { request: { ...recorded, path } };
    const message: Message = new Map(committed);
    for (const key of ['commitments', 'path']) message.delete(key);
    const target = message.get('target');
    if (typeof target === 'string') message.set('target', this.text(target));
    const module = message.get('module');
    if (isMap(module)) {
      message.set('test-random-seed', 7);
      message.set('module', new Map([...module, ['body', String(module.get('body')) + wrapper(this.group)]]));
    }
    const { id, init } = await this.wallet.sign(message);
    this.#ids.set(identity.id, id);
    const bodyBase64 =
      init.body === undefined ? {} : { bodyBase64: Buffer.from(init.body, 'latin1').toString('base64') };
    const latin1 = ([name, value]: [string, string]): [string, string] => [name, value];
    return {
      request: {
        method: recorded.method,
        path,
        headers: Object.fromEntries(Object.entries(init.headers).map(latin1)),
        ...bodyBase64,
      },
    };
  }
}

/** The headers of a recorded answer that are keys of the message or say how it is encoded. */
const MESSAGE_HEADER =
  /^(?!(?:content-(?:digest|length)|date|server|transfer-encoding|signature.*|access-control-.*)$)/;

/** The answered message; of headers, those that `names` name, as they stand or renamed. */
async function messageOf(headers: Headers, body: string, names: readonly string[]): Promise<Value> {
  if (headers.get('content-type') === 'application/json') return decodeJson(body);
  const found = new Map<string, string>();
  for (const name of names)
    for (const spelled of [name, PREFIX + name]) {
      const value = headers.get(spelled);
      if (value !== null) found.set(spelled, value);
    }
  const message = await decodeHttp({ headers: found, body });
  // The boundary follows from the body.
  if (headers.get('content-type')?.startsWith('multipart/')) message.delete('content-type');
  return message;
}

async function isEqual(got: Answer, wanted: RecordedAnswer, names: Renamed): Promise<boolean> {
  if (got.status !== wanted.status) return false;
  const recorded = new Headers();
  for (const [name, value] of Object.entries(wanted.headers ?? {}))
    if (MESSAGE_HEADER.test(name)) recorded.set(name, binary(names.text(value)));
  const keys = [...recorded.keys()];
  const theirs = await messageOf(recorded, names.text(bodyOf(wanted)), keys);
  return equal(unrenamed(await messageOf(got.headers, got.body, keys)), theirs);
}

describe('sessions with fresh keys, a renamed process and renamed cache keys', () => {
  it('give the recorded answers under the new names', { timeout: 180_000 }, async () => {
    const wallet = await createWallet();
    const groups = new Map<string, { sane: number; equal: number; differing: string[] }>();
    for (const { session, steps } of sessions) {
      const group = groupOf(session);
      if (!/^0[3-6]/.test(group)) continue;
      const count = groups.get(group) ?? { sane: 0, equal: 0, differing: [] };
      groups.set(group, count);
      const names = new Renamed(group, wallet);
      const { handle, close } = await createNodePocketbeam({ fixtures: true, strict: true });
      for (const step of steps) {
        if (step.store) await send(handle, storing(step.store.id, step.store.message));
        if (!step.request || !step.response) continue;
        const { request } = await names.request(step.request);
        const got = await send(handle, request);
        if (step.class !== 'sane') continue;
        count.sane++;
        if (await isEqual(got, step.response, names)) count.equal++;
        else count.differing.push(`${nameOf(session, step)}: ${request.path.slice(44)} → ${got.status} ${got.body}`);
      }
      await close();
    }
    for (const [group, { sane, equal: same }] of groups)
      console.log(`group ${group} renamed: ${same} of ${sane} sane steps are equal`);
    for (const [group, { differing }] of groups) expect(differing, `group ${group}`).toEqual([]);
  });
});
