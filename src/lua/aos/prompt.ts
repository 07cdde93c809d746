/** The prompt of a process (spec/aos.md §2): it comes with every result. */
import { isNumber, produced } from '../lib/arguments.ts';
import { NativeFunction, type Runtime } from '../native.ts';
import { formatNumber } from '../number/text.ts';
import { typeName } from '../type-name.ts';
import type { LuaValue } from '../value.ts';
import { Key, keys } from './fields.ts';

/** Version of aos whose behaviour this is. */
export const VERSION = '2.0.4';

const inGlobals = keys('Colors', 'Name', 'Inbox');

/** A part of the prompt as `..` takes it; `what` and `name` say in the error what it is. */
function textOf(rt: Runtime, value: LuaValue, what: string, name: string): string {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return formatNumber(value);
  throw rt.error(`attempt to concatenate a ${typeName(value)} value (${what} '${name}')`);
}

const PROMPT_COLORS = ['green', 'gray', 'blue', 'red', 'reset'].map((name) => new Key(name));

/** The prompt made last and what it is made of: it hardly ever changes. No text: it has to be made. */
const lastPrompt = { name: '', count: '', colors: [] as string[], text: '' };

/** `Prompt()`: coloured, `Name@aos-V[Inbox:n]> `. */
export function promptText(rt: Runtime): string {
  const { globals } = rt;
  const colors = inGlobals.Colors.of(rt, globals);
  const name = textOf(rt, inGlobals.Name.of(rt, globals), 'global', 'Name');
  const inbox = inGlobals.Inbox.of(rt, globals);
  if (inbox === undefined) throw rt.error("attempt to get length of a nil value (global 'Inbox')");
  const count = textOf(rt, rt.length(inbox), 'length of', 'Inbox');
  if (name !== lastPrompt.name || count !== lastPrompt.count) lastPrompt.text = '';
  for (let i = 0; i < PROMPT_COLORS.length; i++) {
    const key = PROMPT_COLORS[i] as Key;
    const color = textOf(rt, key.of(rt, colors), 'field', key.name);
    if (color === lastPrompt.colors[i]) continue;
    lastPrompt.colors[i] = color;
    lastPrompt.text = '';
  }
  if (lastPrompt.text === '') {
    const [green, gray, blue, red, reset] = lastPrompt.colors;
    lastPrompt.name = name;
    lastPrompt.count = count;
    lastPrompt.text = `${green}${name}${gray}@${blue}aos-${VERSION}${gray}[Inbox:${red}${count}${gray}]${reset}> `;
  }
  return produced(rt, lastPrompt.text);
}

/** {@link promptText} as programs find it under `Prompt`. */
export const prompt = new NativeFunction('aos.lifecycle.prompt', promptText);
