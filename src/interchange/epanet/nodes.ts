/** Junctions, reservoirs and tanks of an EPANET file as twins. Called by its reader. */
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
import { demandsOf, type Patterns } from './demands.ts';
import type { InpRow } from './sections.ts';
import { autonomySeconds } from './tank.ts';

const model = (name: string) => `dtmi:linchpin:water:${name};1`;
const mixing: Readonly<Record<string, string>> = {
  MIXED: 'mixed',
  '2COMP': 'twoCompartment',
  FIFO: 'fifo',
  LIFO: 'lifo',
};

/** Adds all nodes; tanks get the time they last for the whole network's mean demand. */
export function addNodes(part: InpCase, patterns: Patterns, emitterExponent: number): void {
  const shared = sharedProperties(part);
  const demands = demandsOf(part, patterns);
  const emitters = byName(part, 'EMITTERS');
  const factor = part.units.flow / part.units.pressure ** emitterExponent;
  for (const row of part.sections.rows('JUNCTIONS')) {
    const emitter = emitters.get(row.words[0] ?? '');
    addNode(part, row, {
      model: model('Junction'),
      numbers: {
        elevation: numberAt(row, 1, part.units.length) ?? 0,
        emitterCoefficient: emitter && numberAt(emitter, 1, factor),
      },
      other: { ...shared(row), ...demands.properties(row) },
    });
  }
  for (const row of part.sections.rows('RESERVOIRS')) {
    addNode(part, row, {
      model: model('Reservoir'),
      numbers: { totalHead: numberAt(row, 1, part.units.length) },
      other: { ...shared(row), ...present({ headPattern: row.words[2] }), commodity: 'water' },
    });
  }
  for (const row of part.sections.rows('TANKS')) addTank(part, row, shared(row), demands.total);
}

function addTank(part: InpCase, row: InpRow, shared: JsonObject, demand: number): void {
  const { length, volume } = part.units;
  const [initial, least] = [numberAt(row, 2, length), numberAt(row, 3, length)];
  const diameter = numberAt(row, 5, length);
  const mixed = byName(part, 'MIXING').get(row.words[0] ?? '');
  const curve = row.words[7] === '*' ? undefined : row.words[7];
  const tank = { initial, least, diameter, curve };
  addNode(part, row, {
    model: model('Tank'),
    numbers: {
      elevation: numberAt(row, 1, length),
      initialLevel: initial,
      minimumLevel: least,
      maximumLevel: numberAt(row, 4, length),
      diameter,
      minimumVolume: numberAt(row, 6, volume),
      mixingFraction: mixed && numberAt(mixed, 2),
    },
    other: present({
      ...shared,
      volumeCurve: curve,
      overflow: row.words[8] === undefined ? undefined : /^yes$/i.test(row.words[8]),
      mixingModel: mixing[mixed?.words[1]?.toUpperCase() ?? ''],
      failureDelay: autonomySeconds(part, tank, demand),
    }),
  });
}

function addNode(part: InpCase, row: InpRow, node: InpTwin): void {
  const [name] = row.words;
  const id = part.nodeId(name);
  if (name === undefined || id === undefined) return;
  if (!numbersAreRight(part, row, Object.values(node.numbers))) return;
  const properties = { name, ...present(node.numbers), ...node.other };
  if (!part.draft.twin(part.place(row), id, node.model, properties)) return;
  part.draft.relate(part.place(row), { source: id, name: 'partOf', target: part.network });
}

/** Position, tag and initial quality, which sections of their own hold for nodes of all kinds. */
function sharedProperties(part: InpCase): (row: InpRow) => JsonObject {
  const positions = byName(part, 'COORDINATES');
  const qualities = byName(part, 'QUALITY');
  const others = [byName(part, 'EMITTERS'), byName(part, 'MIXING')];
  for (const rows of [positions, qualities, ...others]) listUnknown(part, rows);
  const tags = tagsOf(part, 'NODE');
  return ({ words: [name = ''] }) => {
    const [position, quality] = [positions.get(name), qualities.get(name)];
    const numbers = {
      x: position && numberAt(position, 1),
      y: position && numberAt(position, 2),
      initialQuality: quality && (quality.words.length > 2 ? Number.NaN : numberAt(quality, 1)),
    };
    if (position !== undefined) numbersAreRight(part, position, [numbers.x, numbers.y]);
    if (quality !== undefined) numbersAreRight(part, quality, [numbers.initialQuality]);
    const right = Object.entries(numbers).filter(([, value]) => !Number.isNaN(value));
    return present({ ...Object.fromEntries(right), tag: tags.get(name) });
  };
}

/** Lists rows about nodes that are not there; ranges of nodes (`10 20 0.5`) are not understood. */
function listUnknown(part: InpCase, rows: ReadonlyMap<string, InpRow>): void {
  for (const [name, row] of rows) {
    if (part.nodeId(name) === undefined) listRow(part, row, 'names no node of the file', 'a node');
  }
}
