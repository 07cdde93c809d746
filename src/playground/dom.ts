/** Elements by id and by hand. Values come from Lua programs, so text is only ever set as text. */

/** The element of index.html with this id, which has to be of this class. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`index.html has no ${type.name} #${id}`);
}

/** Attributes by name; undefined leaves one out. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** A new element. Strings among the children become text. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Sets text only where it changes, so that live regions speak only of news. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
