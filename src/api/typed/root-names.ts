/**
 * What the root fields of an interface are called: `pump(id:)` and `pumps(…)` for `Pump`. Called
 * by `root-fields.ts`.
 */
import { claim } from './type-names.ts';

/** The names of the two root fields of an interface. */
export interface RootNames {
  readonly one: string;
  readonly many: string;
}

/** Root fields by type name, in the order of the types; one that is taken ends in an underscore. */
export function rootNames(
  types: readonly string[],
  taken: ReadonlySet<string>,
): ReadonlyMap<string, RootNames> {
  const claimed = new Set(taken);
  const singular = types.map((type) => claim(uncapitalised(type), claimed));
  return new Map(
    types.map((type, index) => {
      const many = claim(plural(uncapitalised(type)), claimed);
      return [type, { one: singular[index] ?? type, many }];
    }),
  );
}

/** `Pump` as `pump`, and `HVACUnit` as `hvacUnit`. */
function uncapitalised(name: string): string {
  return name.replace(/^(?:[A-Z]+(?![a-z])|[A-Z])/, (capitals) => capitals.toLowerCase());
}

/** English by rule and not by word, so that it can be foretold: `pumps`, `boxes`, `batteries`. */
function plural(name: string): string {
  const [, word = name, version = ''] = /^(.*?)((?:_\d+)*)$/.exec(name) ?? [];
  if (/(?:s|x|z|ch|sh)$/i.test(word)) return `${word}es${version}`;
  if (/[^aeiou_\d]y$/i.test(word)) return `${word.slice(0, -1)}ies${version}`;
  return `${word}s${version}`;
}
