/** Slots of a schedule as aos clients read them (spec/wire.md §5). */
import { identify } from '../codecs/commitments.ts';
import { encodeJson } from '../codecs/json.ts';
import type { Assignment } from '../core/ports/store.ts';
import type { Message, Value } from '../core/value.ts';
import { assignmentMessage, NO_BLOCK } from './assignment.ts';
import { jsonFaceValue, toJsonFace } from './json-iface.ts';
import type { SchedulePage } from './schedule-page.ts';

/** The page in the form `application/aos-2`. */
export async function aos2({ process, assignments, continues, end }: SchedulePage): Promise<Message> {
  const edge = async (one: Assignment): Promise<Message> => {
    const assignment = assignmentMessage(process, one);
    const { id, signers } = await identify(assignment);
    const owner = signers[0] ?? '';
    const faces = [toJsonFace(one.message, one), toJsonFace(assignment, { id, claims: { owner } })];
    const [message, assigned] = faces.map(jsonFaceValue);
    return map({ cursor: one.slot, node: map({ message, assignment: assigned }) });
  };
  const page_info = map({
    process,
    has_next_page: continues,
    timestamp: String(end?.timestamp ?? 0),
    'block-height': String(end?.height ?? 0),
    'block-hash': NO_BLOCK,
  });
  const edges = await Promise.all(assignments.map(edge));
  return map({ 'content-type': 'application/json', body: encodeJson(map({ page_info, edges })) });
}

const map = (entries: Record<string, Value | undefined>): Message =>
  new Map(Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
