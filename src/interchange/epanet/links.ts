/** Pipes and pumps of an EPANET file as twins, and what all links share. Called by its reader. */
import type { JsonObject } from '../../model/json.ts';
import { present } from '../document.ts';
import {
  byName,
  type InpCase,
  type InpTwin,
  listRow,
  numberAt,
  numbersAreRight,
  tagsOf,
} from './case.ts';
import type { InpRow, Sections } from './sections.ts';
import { valveOf } from './valve.ts';

/** Adds all links, each with its relationships to the nodes at its ends. */
export function addLinks(part: InpCase, isDarcyWeisbach: boolean): void {
  const shared = sharedProperties(part);
  const statuses = byName(part, 'STATUS');
  for (const [name, row] of statuses) {
    if (part.linkId(name) === undefined) listRow(part, row, 'names no link of the file', 'a link');
  }
  for (const row of part.sections.rows('PIPES')) {
    addLink(part, row, shared, pipeOf(part, row, isDarcyWeisbach, statuses));
  }
  for (const row of part.sections.rows('PUMPS')) {
    addLink(part, row, shared, pumpOf(part, row, statuses));
  }
  for (const row of part.sections.rows('VALVES')) {
    addLink(part, row, shared, valveOf(part, row, statuses.get(row.words[0] ?? '')));
  }
}

function addLink(
  part: InpCase,
  row: InpRow,
  shared: (name: string) => JsonObject,
  link: InpTwin | undefined,
): void {
  const [name = '', from, to] = row.words;
  const id = part.linkId(name);
  if (link === undefined || id === undefined) return;
  if (!numbersAreRight(part, row, Object.values(link.numbers))) return;
  const ends = { connectsFrom: part.nodeId(from), connectsTo: part.nodeId(to) };
  if (ends.connectsFrom === undefined || ends.connectsTo === undefined) {
    listRow(part, row, 'names a node that is not in the file', 'two nodes of the file');
    return;
  }
  const properties = { name, ...present(link.numbers), ...link.other, ...shared(name) };
  if (!part.draft.twin(part.place(row), id, link.model, properties)) return;
  for (const [relationship, target] of Object.entries(ends)) {
    if (target === undefined) continue;
    part.draft.relate(part.place(row), { source: id, name: relationship, target });
  }
}

function pipeOf(
  part: InpCase,
  row: InpRow,
  isDarcyWeisbach: boolean,
  statuses: ReadonlyMap<string, InpRow>,
): InpTwin {
  const hasLoss = /^[-+.\d]/.test(row.words[6] ?? '');
  const own = row.words[hasLoss ? 7 : 6]?.toUpperCase() ?? 'OPEN';
  const later = statuses.get(row.words[0] ?? '')?.words[1]?.toUpperCase();
  return {
    model: 'dtmi:linchpin:water:Pipe;1',
    numbers: {
      length: numberAt(row, 3, part.units.length),
      diameter: numberAt(row, 4, part.units.pipeDiameter),
      roughness: numberAt(row, 5, isDarcyWeisbach ? part.units.roughness : 1),
      minorLoss: hasLoss ? numberAt(row, 6) : undefined,
    },
    other: { open: (later ?? own) !== 'CLOSED', ...(own === 'CV' ? { checkValve: true } : {}) },
  };
}

function pumpOf(
  part: InpCase,
  row: InpRow,
  statuses: ReadonlyMap<string, InpRow>,
): InpTwin | undefined {
  const keywords = new Map<string, string>();
  for (let i = 3; i < row.words.length; i += 2) {
    keywords.set(row.words[i]?.toUpperCase() ?? '', row.words[i + 1] ?? '');
  }
  const unknown = [...keywords.keys()].find((word) => !pumpKeywords.has(word));
  if (unknown !== undefined || keywords.size === 0) {
    const found = unknown === undefined ? 'says nothing of the pump' : `holds "${unknown}"`;
    listRow(part, row, found, 'HEAD curve, POWER, SPEED or PATTERN with a value');
    return undefined;
  }
  const number = (word: string | undefined) => (word === undefined ? undefined : Number(word));
  const power = number(keywords.get('POWER'));
  const status = statuses.get(row.words[0] ?? '')?.words[1];
  const isSpeed = status !== undefined && /^[-+.\d]/.test(status);
  const speed = isSpeed ? number(status) : number(keywords.get('SPEED'));
  return {
    model: 'dtmi:linchpin:water:Pump;1',
    numbers: { power: power === undefined ? undefined : power * part.units.power, speed },
    other: present({
      headCurve: keywords.get('HEAD'),
      speedPattern: keywords.get('PATTERN'),
      efficiencyCurve: efficiencyCurves(part.sections).get(row.words[0] ?? ''),
      running: status?.toUpperCase() !== 'CLOSED' && speed !== 0,
    }),
  };
}

const pumpKeywords = new Set(['HEAD', 'POWER', 'SPEED', 'PATTERN']);

/** Curves named in [ENERGY] as `PUMP id EFFIC curve`, by pump. */
export function efficiencyCurves(sections: Sections): Map<string, string> {
  const curves = new Map<string, string>();
  for (const { words } of sections.rows('ENERGY')) {
    if (/^pump$/i.test(words[0] ?? '') && /^effi/i.test(words[2] ?? '')) {
      curves.set(words[1] ?? '', words[3] ?? '');
    }
  }
  return curves;
}

/** Tags and the points of a link's course, by the link's name. */
function sharedProperties(part: InpCase): (name: string) => JsonObject {
  const tags = tagsOf(part, 'LINK');
  const vertices = new Map<string, number[][]>();
  for (const row of part.sections.rows('VERTICES')) {
    const [name = ''] = row.words;
    if (part.linkId(name) === undefined) listRow(part, row, 'names no link of the file', 'a link');
    const [x = Number.NaN, y = Number.NaN] = [numberAt(row, 1), numberAt(row, 2)];
    if (!numbersAreRight(part, row, [x, y])) continue;
    const points = vertices.get(name) ?? [];
    points.push([x, y]);
    vertices.set(name, points);
  }
  return (name) => ({
    commodity: 'water',
    ...present({ tag: tags.get(name), vertices: vertices.get(name) }),
  });
}
