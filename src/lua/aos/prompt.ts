/** The prompt of a process (spec/aos.md §2): it comes with every result. */
import { isNumber, produced } from '../lib/arguments.ts';
import { NativeFunction, type Runtime } from '../native.ts';
import { formatNumber } from '../number/text.ts';
import { LuaTable } from '../table.ts';
import { typeName } from '../type-name.ts';
import type { LuaValue } from '../value.ts';
import { field, keys } from './fields.ts';
import { Unchanged } from './unchanged.ts';

/** Version of aos whose behaviour this is. */
export const VERSION = '2.0.4';

const inGlobals = keys('Colors', 'Name', 'Inbox');

/** A part of the prompt as `..` takes it; `what` and `name` say in the error what it is. */
function textOf(rt: Runtime, value: LuaValue, what: string, name: string): string {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return formatNumber(value);
  throw rt.error(`attempt to concatenate a ${typeName(value)} value (${what} '${name}')`);
}

const PROMPT_COLORS = ['green', 'gray', 'blue', 'red', 'reset'] as const;

type Shades = Readonly<Record<(typeof PROMPT_COLORS)[number], string>>;

const known = new Unchanged<Shades>();

/** The colours of the prompt in the table `Colors`. */
function shadesOf(rt: Runtime, colors: LuaValue): Shades {
  const before = colors instanceof LuaTable ? known.of(colors) : undefined;
  if (before !== undefined) return before;
  const found = Object.fromEntries(
    PROMPT_COLORS.map((name) => [name, textOf(rt, field(rt, colors, name), 'field', name)]),
  ) as Shades;
  if (colors instanceof LuaTable && colors.metatable === undefined) known.keep(colors, [], found);
  return found;
}

/** The prompt made last and what it is made of: it hardly ever changes. */
const last: { name: LuaValue; count: LuaValue; shades?: Shades; text: string } = { name: '', count: 0, text: '' };

/** `Prompt()`: coloured, `Name@aos-V[Inbox:n]> `. */
export function promptText(rt: Runtime): string {
  const { globals } = rt;
  const shades = shadesOf(rt, inGlobals.Colors.of(rt, globals));
  const name = inGlobals.Name.of(rt, globals);
  const inbox = inGlobals.Inbox.of(rt, globals);
  if (inbox === undefined) throw rt.error("attempt to get length of a nil value (global 'Inbox')");
  const count = rt.length(inbox);
  if (name !== last.name || count !== last.count || shades !== last.shades) {
    const { green, gray, blue, red, reset } = shades;
    const shown = textOf(rt, name, 'global', 'Name');
    const size = textOf(rt, count, 'length of', 'Inbox');
    const text = `${green}${shown}${gray}@${blue}aos-${VERSION}${gray}[Inbox:${red}${size}${gray}]${reset}> `;
    Object.assign(last, { name, count, shades, text });
  }
  return produced(rt, last.text);
}

/** {@link promptText} as programs find it under `Prompt`. */
export const prompt = new NativeFunction('aos.lifecycle.prompt', promptText);
