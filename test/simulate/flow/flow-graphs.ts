/** Flow networks as graphs of core interfaces, and runs of the engine over them. */
import type { Change } from '../../../src/model/change.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Edit } from '../../../src/model/scenario.ts';
import { builtInOntology } from '../../../src/ontology/built-in.ts';
import { resolveOntology } from '../../../src/ontology/resolve.ts';
import { engine } from '../../../src/simulate/engine/engine.ts';
import { builtInMechanisms } from '../../../src/simulate/engine/mechanisms.ts';
import { flow } from '../../../src/simulate/mechanisms/flow/flow-run.ts';
import { core, graphOf, lane, testModel, twin } from '../graphs.ts';

const models: readonly JsonObject[] = [
  model('Customer', ['Dependent', 'FlowNode', 'Demand']),
  model('Gate', ['Asset', 'FlowNode', 'Capacitated']),
  model('Works', ['Dependent', 'Supply']),
];

function model(name: string, parents: readonly string[]): JsonObject {
  return {
    '@context': 'dtmi:dtdl:context;3',
    '@id': testModel(name),
    '@type': 'Interface',
    extends: parents.map(core),
    contents: [],
  };
}

const documents = builtInOntology().documents.filter((each) =>
  String(each['@id']).includes(':core:'),
);
/** The core interfaces and those of these tests. */
export const flowDocuments = [...documents, ...models];
const resolved = resolveOntology(flowDocuments, []);
if (resolved.problems.length > 0) throw new Error(JSON.stringify(resolved.problems));
export const flowCatalogue = resolved.catalogue;

export const supply = (id: string, properties: JsonObject = {}): Change =>
  twin(id, testModel('Works'), properties);
export const customer = (id: string, properties: JsonObject = {}): Change =>
  twin(id, testModel('Customer'), properties);
export const gate = (id: string, properties: JsonObject = {}): Change =>
  twin(id, testModel('Gate'), properties);
export const convertor = (id: string, properties: JsonObject = {}): Change =>
  twin(id, core('Convertor'), properties);

/** A twin out from a time on, for good unless until another. */
export const outage = (id: string, from = 0, until?: number) => ({
  outage: { twin: id, from, kind: 'all' as const, ...(until === undefined ? {} : { until }) },
});

/** A link that is named by its ends, `a-b`, or otherwise. */
export function flowLink(
  from: string,
  to: string,
  properties: JsonObject = {},
  id = `${from}-${to}`,
) {
  return lane(id, [from, to], properties, core('FlowLink'));
}

const simulator = builtInMechanisms.includes(flow) ? engine() : engine([flow]);

/** One run of 100 seconds. */
export async function runFlow(
  changes: readonly Change[],
  edits: readonly Edit[] = [],
  catalogue = flowCatalogue,
) {
  const scenario = { base: 0, edits, seed: 1, horizonSeconds: 100 };
  const result = await simulator.run({
    graph: graphOf(changes),
    catalogue,
    scenario,
  });
  const kpis = new Map(result.kpis.map(({ name, value }) => [name, value]));
  const texts = (kind: string) =>
    result.findings.filter((finding) => finding.kind === kind).map(({ text }) => text);
  return { ...result, kpi: (name: string) => kpis.get(name), texts };
}
