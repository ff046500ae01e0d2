/** A building of the kind that Azure Digital Twins' documentation queries, and asking it. */
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { parseAdt } from '../../src/query/adt/parse-adt.ts';
import { rowsOf } from '../../src/query/rows/rows-of.ts';

const twin = (id: string, model: string, properties: JsonObject = {}): Change => ({
  addTwin: { id, model: `dtmi:example:${model};1`, properties },
});

const link = (
  source: string,
  name: string,
  target: string,
  properties: JsonObject = {},
): Change => ({
  addRelationship: { source, name, target, id: `${source}-${name}-${target}`, properties },
});

const twins = [
  twin('FactoryA', 'factory', { name: 'FactoryA', area: 300 }),
  twin('Contoso', 'consumer', { name: 'Contoso' }),
  twin('Building1', 'building', { owner: 'Anil', tags: { red: true, round: true } }),
  twin('floor11', 'floor', { floor_number: [1, 2], tags: { round: true, size: 'small' } }),
  twin('thermostat-15', 'floor', { Group: 'BravoTeam' }),
  twin('room1', 'room', { Temperature: 80, Humidity: 40, Location: 'north', Capacity: 20 }),
  twin('room2', 'room', { Temperature: 70, Humidity: 60, Capacity: 0, owner: 'Eve' }),
  twin('cafe', 'cafe', { Temperature: 55, Humidity: 75, Name: "D'Souza", Capacity: 'many' }),
  twin('area1-hall', 'space', { HasTemperature: true, Status: 'Open' }),
  twin('hall-route-small', 'space', { HasTemperature: false, Status: 'Completed' }),
  twin('panel1', 'lightpanel', { MapObject: { x: 1 } }),
  twin('row1', 'lightrow', { MapObject: { TemperatureReading: 3 } }),
  twin('bulb0', 'lightbulb'),
  twin('bulb1', 'lightbulb'),
];

const links = [
  link('FactoryA', 'consumerRelationship', 'Contoso', { managedBy: 'Jeff' }),
  link('Building1', 'contains', 'floor11'),
  link('Building1', 'isAssociatedWith', 'thermostat-15', { length: 4 }),
  link('floor11', 'contains', 'room1'),
  link('floor11', 'contains', 'room2'),
  link('thermostat-15', 'contains', 'cafe', { length: 10 }),
  link('room2', 'includes', 'cafe'),
  link('room1', 'isAssociatedWith', 'thermostat-15'),
  link('room1', 'contains', 'panel1', { role: 'Operator' }),
  link('panel1', 'contains', 'row1'),
  link('panel1', 'contains', 'bulb0'),
  link('row1', 'contains', 'bulb1'),
];

export const building: TwinGraph = graphAfter(emptyGraph(), [...twins, ...links]);

/** Rooms and the café are spaces; every other model stands for itself. */
export function modelsOf(model: string, exact: boolean): ReadonlySet<string> {
  const extended = ['dtmi:example:room;1', 'dtmi:example:cafe;1'];
  return new Set(!exact && model === 'dtmi:example:space;1' ? [model, ...extended] : [model]);
}

/** All rows of a query. */
export function ask(text: string, graph: TwinGraph = building): readonly JsonObject[] {
  return rowsOf(graph, parseAdt(text), { modelsOf, first: 10_000 }).items;
}

/** The rows with each record as its id, columns in the order of the query. */
export function asked(text: string): readonly string[] {
  return ask(text).map((row) => {
    const parts = '$dtId' in row || '$relationshipId' in row ? [row] : Object.values(row);
    return parts.map((part) => String(idOf(part))).join(' ');
  });
}

function idOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$dtId' in value) return value.$dtId;
  return '$relationshipId' in value ? value.$relationshipId : JSON.stringify(value);
}
