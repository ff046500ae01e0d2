/** Intersections and the trips between them, from a TNTP network's files. Called by its reader. */
import { type Draft, present } from '../document.ts';
import type { Naming } from '../naming.ts';
import type { TntpFile, TntpText } from './text.ts';

interface Intersections {
  readonly draft: Draft;
  readonly naming: Naming;
  readonly files: {
    readonly net: TntpFile;
    readonly node: TntpFile | undefined;
    readonly trips: TntpFile | undefined;
  };
}

/** Adds every node that the files name; answers with the id by name. Numbers become `node-1`. */
export function addIntersections({ draft, naming, files }: Intersections): Map<string, string> {
  const places = placesOf(files);
  const { metadata } = files.net.text;
  const zones = zonesOf([...places.keys()], Number(metadata.get('NUMBER OF ZONES') ?? 0));
  const blocked = before([...places.keys()], metadata.get('FIRST THRU NODE') ?? '');
  const ids = new Map<string, string>();
  for (const [name, { where, x, y }] of places) {
    if (Number.isNaN(x) || Number.isNaN(y)) listPosition(draft, where, name);
    const id = naming.id(/^\d+$/.test(name) ? `node-${name}` : name);
    ids.set(name, id);
    const properties = present({
      name,
      x: Number.isNaN(x) ? undefined : x,
      y: Number.isNaN(y) ? undefined : y,
      zone: zones.has(name),
      throughTraffic: !blocked.has(name),
    });
    draft.twin(where, id, 'dtmi:linchpin:city:Intersection;1', properties);
    draft.relate(where, { source: id, name: 'partOf', target: naming.network });
  }
  return ids;
}

interface Place {
  readonly where: string;
  readonly x?: number;
  readonly y?: number;
}

/** Nodes in the order of the node file, then those that only links name. */
function placesOf({ net, node }: Intersections['files']): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { words, line } of node?.text.rows ?? []) {
    const [name = '', x, y] = words;
    places.set(name, { where: `${node?.name}:${line}`, x: Number(x), y: Number(y) });
  }
  for (const { words, line } of net.text.rows) {
    for (const name of words.slice(0, 2)) {
      if (!places.has(name)) places.set(name, { where: `${net.name}:${line}` });
    }
  }
  return places;
}

/** Zones are the nodes numbered up to their count, or the first ones where nodes have names. */
function zonesOf(names: readonly string[], count: number): Set<string> {
  const numbered = names.every((name) => /^\d+$/.test(name));
  return new Set(numbered ? names.filter((name) => Number(name) <= count) : names.slice(0, count));
}

/** The nodes before the first one that through traffic may use. */
function before(names: readonly string[], first: string): Set<string> {
  if (/^\d+$/.test(first)) return new Set(names.filter((name) => Number(name) < Number(first)));
  return new Set(names.slice(0, Math.max(0, names.indexOf(first))));
}

function listPosition(draft: Draft, where: string, name: string): void {
  draft.problem({
    code: 'BAD_USER_INPUT',
    where,
    message: `the position of node ${name} is no pair of numbers`,
    expected: 'NODE X Y',
    action: 'correct the row; the node was taken without a position',
  });
}

interface Trips {
  /** From, to, vehicles and the line. */
  readonly flows: readonly (readonly [string, string, number, number])[];
  readonly total: number;
}

/** The trips of `Origin A` blocks: `B : 100; C : 5;`. */
export function tripsOf(text: TntpText): Trips {
  const flows: [string, string, number, number][] = [];
  let origin = '';
  let total = 0;
  for (const { words, line } of text.rows) {
    if (words[0] === 'Origin') {
      origin = words[1] ?? '';
      continue;
    }
    for (const [, target = '', value] of words.join(' ').matchAll(/([^\s:]+) ?: ?([^\s:]+)/g)) {
      flows.push([origin, target, Number(value), line]);
      total += Number(value) || 0;
    }
  }
  return { flows, total };
}

/** Adds trips as relationships between zones; a pair without trips has none. */
export function addTrips(
  draft: Draft,
  { name, text }: TntpFile,
  ids: ReadonlyMap<string, string>,
): void {
  for (const [origin, destination, trips, line] of tripsOf(text).flows) {
    if (trips === 0) continue;
    const [source, target] = [ids.get(origin), ids.get(destination)];
    const where = `${name}:${line}`;
    if (source !== undefined && target !== undefined && Number.isFinite(trips)) {
      draft.relate(where, { source, name: 'tripsTo', target }, { trips });
      continue;
    }
    draft.problem({
      code: 'BAD_USER_INPUT',
      where,
      message: `the trips from "${origin}" to "${destination}" cannot be placed`,
      expected: 'two nodes of the network and a number',
      action: 'correct the entry; it was left out',
    });
  }
}
