/**
 * What the interfaces of an ontology are called in GraphQL. Called by `typed-schema.ts`.
 *
 * The rule: an interface is called by the last segment of its DTMI, `dtmi:com:example:Pump;1` is
 * `Pump`. Where two claim one name, or the generic schema has it, each takes as many segments
 * before the last as tell them apart (`ExamplePump`); the package's own interfaces yield to all
 * others. Of several versions the oldest has the plain name and later ones end in their version
 * (`Pump_2`), so that adding a version changes no name.
 */
import { byVersion, versionless, versionOf } from '../../ontology/dtmi.ts';

/** The names of interfaces by DTMI; `taken` are those of the generic schema. */
export function typeNames(
  ids: Iterable<string>,
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const versions = grouped([...ids].toSorted(byPathAndVersion), versionless);
  const names = new Map<string, string>();
  const claimed = new Set(taken);
  for (const [path, name] of pathNames([...versions.keys()], taken)) {
    const [oldest, ...later] = versions.get(path) ?? [];
    if (oldest === undefined) continue;
    names.set(oldest, claim(name, claimed));
    for (const id of later) names.set(id, `${name}_${versionOf(id).replace('.', '_')}`);
  }
  // Once every plain name is given: a version's may be the last segment of another interface.
  for (const [path, [, ...later]] of versions) {
    for (const id of later) names.set(id, claim(names.get(id) ?? path, claimed));
  }
  return names;
}

/** A name that is free: the wanted one, with an underscore for each time it is taken. */
export function claim(wanted: string, claimed: Set<string>): string {
  let name = wanted;
  while (claimed.has(name)) name += '_';
  claimed.add(name);
  return name;
}

/** A name with a capital at its beginning. */
export function capitalised(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** Whether an interface is of the package's own ontology. */
export function isOurs(dtmi: string): boolean {
  return dtmi.startsWith('dtmi:linchpin:');
}

/** Names of paths that differ, but for paths that are equal when their segments are joined. */
function pathNames(paths: readonly string[], taken: ReadonlySet<string>): Map<string, string> {
  const segments = new Map(paths.map((path) => [path, path.split(':').slice(1).map(capitalised)]));
  const lengths = new Map(paths.map((path) => [path, 1]));
  const nameOf = (path: string) =>
    (segments.get(path) ?? []).slice(-(lengths.get(path) ?? 1)).join('');
  const lengthen = (path: string) => {
    const length = lengths.get(path) ?? 1;
    if (length >= (segments.get(path)?.length ?? 0)) return false;
    lengths.set(path, length + 1);
    return true;
  };
  for (let settled = false; !settled; ) {
    const yielding = [...grouped(paths, nameOf)].flatMap(([name, claimants]) =>
      thoseThatYield(claimants, taken.has(name)),
    );
    settled = yielding.filter(lengthen).length === 0;
  }
  return new Map(paths.map((path) => [path, nameOf(path)]));
}

/** Of the paths that claim one name, those that have to take another. */
function thoseThatYield(claimants: readonly string[], isTaken: boolean): readonly string[] {
  if (isTaken) return claimants;
  if (claimants.length === 1) return [];
  const others = claimants.filter((path) => !isOurs(path));
  return others.length === 1 ? claimants.filter(isOurs) : claimants;
}

function grouped(texts: readonly string[], keyOf: (text: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const text of texts) {
    const key = keyOf(text);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [text]);
    else group.push(text);
  }
  return groups;
}

/** The package's own last, so that what yields to others is named after them. */
function byPathAndVersion(a: string, b: string): number {
  const [pathA, pathB] = [versionless(a), versionless(b)];
  if (isOurs(a) !== isOurs(b)) return isOurs(a) ? 1 : -1;
  if (pathA !== pathB) return pathA < pathB ? -1 : 1;
  return byVersion(a, b);
}
