/** Roads from a TNTP network's table of links, and flows on them. Called by its reader. */
import { type Draft, present } from '../document.ts';
import type { Naming } from '../naming.ts';
import type { TntpFile, TntpRow } from './text.ts';

interface Links {
  readonly draft: Draft;
  readonly naming: Naming;
  readonly net: TntpFile;
  /** Ids of the intersections by name. */
  readonly idOf: ReadonlyMap<string, string>;
  /** Flow by `from to`. */
  readonly flows: ReadonlyMap<string, number>;
}

/** The columns where the file has no heading, as the format's description orders them. */
const standardColumns = [
  'initnode',
  'termnode',
  'capacity',
  'length',
  'freeflowtime',
  'b',
  'power',
  'speed',
  'toll',
  'linktype',
];

/** Adds a road for each row; its id is in the column `id`, else its position: `road-1`. */
export function addLinks({ draft, naming, net, idOf, flows }: Links): void {
  const columns = net.text.columns.length === 0 ? standardColumns : net.text.columns;
  for (const [index, row] of net.text.rows.entries()) {
    const where = `${net.name}:${row.line}`;
    const cell = (...names: readonly string[]) => wordIn(row, columns, names);
    const [from = '', to = ''] = [cell('initnode'), cell('termnode')];
    const numbers = {
      capacity: numberOf(cell('capacity')),
      length: numberOf(cell('length')),
      freeFlowTime: numberOf(cell('freeflowtime')),
      b: numberOf(cell('b')),
      power: numberOf(cell('power')),
      speedLimit: numberOf(cell('speed', 'speedlimit')) || undefined,
      toll: numberOf(cell('toll')),
      flow: flows.get(`${from} ${to}`),
    };
    const ends = { connectsFrom: idOf.get(from), connectsTo: idOf.get(to) };
    if (Object.values(numbers).some(Number.isNaN) || to === '' || row.words.length < 5) {
      listLink(draft, where, row);
      continue;
    }
    const source = naming.id(cell('id') ?? `road-${index + 1}`);
    const unit = { commodity: 'vehicles', capacityUnit: 'vehiclePerHour' };
    const properties = present({ ...numbers, ...unit, roadType: cell('linktype', 'type') });
    if (!draft.twin(where, source, 'dtmi:linchpin:city:Road;1', properties)) continue;
    for (const [name, target] of Object.entries(ends)) {
      if (target !== undefined) draft.relate(where, { source, name, target });
    }
  }
}

/** The volumes of a file of flows, by `from to`. */
export function flowsOf(flow: TntpFile | undefined): Map<string, number> {
  const flows = new Map<string, number>();
  for (const { words } of flow?.text.rows ?? []) {
    const volume = Number(words[2]);
    if (Number.isFinite(volume)) flows.set(`${words[0]} ${words[1]}`, volume);
  }
  return flows;
}

function wordIn(row: TntpRow, columns: readonly string[], names: readonly string[]) {
  const index = columns.findIndex((column) => names.includes(column));
  return index < 0 ? undefined : row.words[index];
}

/** NaN for a word that is no number. */
function numberOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const value = Number(word);
  return Number.isFinite(value) ? value : Number.NaN;
}

function listLink(draft: Draft, where: string, row: TntpRow): void {
  draft.problem({
    code: 'BAD_USER_INPUT',
    where,
    message: `the link "${row.words.join(' ').slice(0, 60)}" lacks a number or a node`,
    expected: 'two nodes, capacity, length, free flow time, b, power, speed, toll, type',
    action: 'correct the row; it was left out',
  });
}
