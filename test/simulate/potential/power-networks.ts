/** Small electrical networks as graphs, written as short lists, for tests of the mechanism. */
import type { Change } from '../../../src/model/change.ts';
import type { TwinGraph } from '../../../src/model/graph.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Edit } from '../../../src/model/scenario.ts';
import { builtInOntology } from '../../../src/ontology/built-in.ts';
import type { Catalogue } from '../../../src/ontology/catalogue.ts';
import { resolveOntology } from '../../../src/ontology/resolve.ts';
import { engine } from '../../../src/simulate/engine/engine.ts';
import { builtInMechanisms } from '../../../src/simulate/engine/mechanisms.ts';
import { potential } from '../../../src/simulate/mechanisms/potential/potential.ts';
import { link, twin } from '../graphs.ts';

const { documents, bindings } = builtInOntology();
const resolved = resolveOntology(documents, bindings);
if (resolved.problems.length > 0) throw new Error(JSON.stringify(resolved.problems));

/** The whole built-in ontology with its bindings. */
export const powerCatalogue: Catalogue = resolved.catalogue;

const power = (name: string) => `dtmi:linchpin:power:${name};1`;

export function network(properties: JsonObject = {}): Change[] {
  return [twin('network', power('PowerNetwork'), { basePower: 100, ...properties })];
}

export function bus(id: string, properties: JsonObject = {}): Change[] {
  return [twin(id, power('Bus'), properties), link(id, 'partOf', 'network')];
}

/** A line, or another kind of link, between two buses. */
export function line(
  id: string,
  [from, to]: readonly [string, string],
  properties: JsonObject = { reactance: 0.1 },
  kind = 'Line',
): Change[] {
  return [
    twin(id, power(kind), properties),
    link(id, 'connectsFrom', from),
    link(id, 'connectsTo', to),
  ];
}

/** A generator, load or shunt at a bus. */
export function at(busId: string, id: string, kind: string, properties: JsonObject): Change[] {
  return [twin(id, power(kind), properties), link(id, 'connectsTo', busId)];
}

export function load(busId: string, id: string, megawatt: number): Change[] {
  return at(busId, id, 'Load', {
    demandRate: megawatt,
    demandUnit: 'megawatt',
    commodity: 'power',
  });
}

const simulator = engine(builtInMechanisms.includes(potential) ? [] : [potential]);

/** Runs edits for an hour; key figures by name. */
export async function run(
  graph: TwinGraph,
  edits: readonly Edit[] = [],
  catalogue = powerCatalogue,
) {
  const scenario = { base: graph.revision, models: '', edits, seed: 1, horizonSeconds: 3600 };
  const result = await simulator.run({ graph, catalogue, scenario });
  const kpis = Object.fromEntries(result.kpis.map(({ name, value }) => [name, value]));
  return { ...result, kpis };
}

export const out = (id: string): Edit => ({ outage: { twin: id } });
