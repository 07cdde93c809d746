/** Texts of maps that are read again and again, such as their JSON: made once for as long as a map stays as it is. */
import { isMap, type MapValue, type Value } from './value.ts';

/** Gives the same text for maps of the same content. */
type Make = (map: MapValue) => string;

/** The texts of one content, by who has made them. */
export type Forms = Map<Make, string>;

const formsOf = new WeakMap<MapValue, Forms>();

/** Lets what is made of a map be found again. Whoever changes the map afterwards takes a copy, of which nothing is known. */
export function withForms(value: Value, forms: Forms): Value {
  if (isMap(value)) formsOf.set(value, forms);
  return value;
}

/** What `make` gives for a map, or has given for another one with the same forms. */
export function formOf(map: MapValue, make: Make): string {
  const forms = formsOf.get(map);
  const form = forms?.get(make) ?? make(map);
  forms?.set(make, form);
  return form;
}
