/**
 * Whether every rule of the description of aos (spec/aos.md) is shown by a test that ran. src/lua/aos/README.md has a table
 * with a row for each id, `§1.2/3b`: section, rule, clause. A test shows the ids that its name has in brackets.
 */

/** Sections that describe the runtime of aos 2; the others are about nodes and about another dialect. */
const SECTIONS = ['1', '1.1', '1.2', '2', '3', '4'];

/**
 * The rules of the description: in each section the numbered steps or else the top-level list items, counted from 1. The
 * paragraph that section 4 begins with is its rule 0.
 *
 * @param {string} spec
 * @returns {string[]} such as `§1.2/3`
 */
export function rulesOf(spec) {
  const rules = ['§4/0'];
  let section = '';
  let steps = 0;
  for (const line of spec.split('\n')) {
    const heading = /^#+ ([\d.]+?)\.? /.exec(line);
    if (heading) [section, steps] = [heading[1] ?? '', 0];
    else if (line.startsWith('#')) section = '';
    else if (SECTIONS.includes(section) && /^(\d+\.|-) /.test(line)) rules.push(`§${section}/${++steps}`);
  }
  return rules;
}

/** @param {string} readme @returns {string[]} the ids of its rows */
export const idsOf = (readme) => [...readme.matchAll(/^\| (§[\d.]+\/\d+[a-z]) +\|/gm)].map(([, id]) => String(id));

/**
 * @param {string} readme
 * @param {import('./reports.mjs').VitestReport | undefined} report of the unit tests
 * @param {string | undefined} spec where it is at hand
 * @returns {string[]} what is wrong
 */
export function aosProblems(readme, report, spec) {
  const rows = idsOf(readme);
  const tests = (report?.testResults ?? []).flatMap((file) => file.assertionResults);
  /** @param {(status: string) => boolean} wanted */
  const named = (wanted) =>
    new Set(
      tests
        .filter(({ status }) => wanted(status))
        .flatMap(({ fullName }) => [...fullName.matchAll(/\[(§[\d.]+\/\d+[a-z])\]/g)].map(([, id]) => String(id))),
    );
  const passed = named((status) => status === 'passed');
  const failed = named((status) => status !== 'passed');
  const known = new Set(rows);
  return [
    ...(rows.length > 0 ? [] : ['the README has no table of rules']),
    ...rows.filter((id, i) => rows.indexOf(id) !== i).map((id) => `${id} has two rows`),
    ...rows.filter((id) => !passed.has(id)).map((id) => `${id} has no test that ran and passed`),
    ...[...failed].map((id) => `${id} has a test that failed or was left out`),
    ...[...passed].filter((id) => !known.has(id)).map((id) => `${id} has a test and no row`),
    ...(spec === undefined ? [] : rulesOf(spec))
      .filter((rule) => !rows.some((id) => id.slice(0, -1) === rule))
      .map((rule) => `${rule} of the description has no row`),
  ];
}
