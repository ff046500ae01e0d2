/** The law of export: reading it back gives an equal graph, whatever the graph. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNdjson } from '../../src/interchange/adt/ndjson-reader.ts';
import { adtNdjson } from '../../src/interchange/adt/ndjson-writer.ts';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { allRelationships, allTwins } from '../../src/model/graph-records.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Interface, Schema } from '../../src/ontology/catalogue.ts';
import { checkOf } from '../../src/ontology/check.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { graphOf, ownCatalogue, textFile } from './reading.ts';

const cabinet: JsonObject[] = [
  {
    '@context': 'dtmi:dtdl:context;3',
    '@id': 'dtmi:test:Cabinet;1',
    '@type': 'Interface',
    extends: 'dtmi:linchpin:power:Load;1',
    contents: [{ '@type': 'Component', name: 'fan', schema: 'dtmi:test:Fan;1' }],
  },
  {
    '@context': 'dtmi:dtdl:context;3',
    '@id': 'dtmi:test:Fan;1',
    '@type': 'Interface',
    contents: [{ '@type': 'Property', name: 'speed', schema: 'double' }],
  },
];
const own = [...ownCatalogue().interfaces.values()].map(({ document }) => document);
const { catalogue } = resolveOntology([...own, ...cabinet]);
const models = [...catalogue.interfaces.values()];

/** Values of a schema; only the primitives that our ontology uses. */
function valueOfSchema(schema: Schema): fc.Arbitrary<Json> {
  switch (schema.kind) {
    case 'enum':
      return fc.constantFrom(...schema.values.map(({ value }) => value));
    case 'array':
      return fc.array(valueOfSchema(schema.element), { maxLength: 3 });
    case 'map':
      return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), valueOfSchema(schema.value));
    case 'object':
      return fc.record<Record<string, Json>>(
        Object.fromEntries([...schema.fields].map(([name, field]) => [name, valueOfSchema(field)])),
        { requiredKeys: [] },
      );
    default:
      return primitive(schema.name);
  }
}

function primitive(name: string): fc.Arbitrary<Json> {
  if (name === 'boolean') return fc.boolean();
  if (name === 'integer') return fc.integer();
  if (name === 'point') {
    const coordinates = fc.tuple(
      fc.integer({ min: -180, max: 180 }),
      fc.integer({ min: -90, max: 90 }),
    );
    return coordinates.map((pair) => ({ type: 'Point', coordinates: pair }));
  }
  if (name === 'double' || name === 'float') {
    return fc.double({ noNaN: true, noDefaultInfinity: true });
  }
  return fc.string({ unit: 'grapheme', maxLength: 20 });
}

function propertiesOf(model: Interface): fc.Arbitrary<JsonObject> {
  const values = [...model.contents.values()].flatMap((content): [string, fc.Arbitrary<Json>][] => {
    if (content.kind === 'component') {
      return [[content.name, propertiesOf(catalogue.interface(content.schema) as Interface)]];
    }
    if (content.kind !== 'property' || unusual(content.schema)) return [];
    return [[content.name, valueOfSchema(content.schema)]];
  });
  return fc.record(Object.fromEntries(values), { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
}

/** Times, dates and shapes have a grammar that random text does not meet. */
function unusual(schema: Schema): boolean {
  const known = ['boolean', 'integer', 'double', 'float', 'string', 'point'];
  return schema.kind === 'primitive' && !known.includes(schema.name);
}

const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => {
  const hasControl = [...text].some((sign) => sign < ' ' || sign === '\u007f');
  return !text.startsWith('$') && !hasControl;
});
const twin = fc
  .constantFrom(...models)
  .chain((model) =>
    fc.record({ id, model: fc.constant(model.id), properties: propertiesOf(model) }),
  );
const twins = fc.uniqueArray(twin, { selector: (each) => each.id, maxLength: 12 });

/** Some of the relationships that the models of these twins allow. */
const graphs = twins.chain((nodes) => {
  const possible = nodes.flatMap((source) =>
    [...(catalogue.interface(source.model)?.contents.values() ?? [])].flatMap((content) => {
      if (content.kind !== 'relationship') return [];
      return nodes
        .filter(({ model }) => content.target === undefined || catalogue.isA(model, content.target))
        .slice(0, content.maxMultiplicity)
        .map((target) => ({ source: source.id, name: content.name, target: target.id }));
    }),
  );
  return fc.subarray(possible).map((edges): TwinGraph => {
    const changes: Change[] = nodes.map((node) => ({ addTwin: node }));
    for (const edge of edges) changes.push({ addRelationship: edge });
    return graphAfter(emptyGraph(), changes, { check: checkOf(catalogue) });
  });
});

function contentOf(graph: TwinGraph): unknown {
  const nodes = [...Array(graph.nodeCount).keys()].map((node) => graph.twinAt(node));
  const edges = [...Array(graph.edgeCount).keys()].map((edge) => graph.relationshipAt(edge));
  return {
    twins: nodes.map((each) => [each?.id, each?.model, each?.properties]),
    relationships: edges.map((each) => [
      each?.source,
      each?.id,
      each?.name,
      each?.target,
      each?.properties,
    ]),
  };
}

async function exported(models: readonly JsonObject[], graph: TwinGraph): Promise<string> {
  const records = { twins: [[...allTwins(graph)]], relationships: [[...allRelationships(graph)]] };
  let text = '';
  for await (const piece of adtNdjson({ models, ...records, catalogue })) text += piece;
  return text;
}

test('a graph that was exported and read again is the same', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async (graph) => {
      const documents = [...own, ...cabinet];
      const text = await exported(documents, graph);
      const read = readNdjson(textFile('export.ndjson', text));
      expect(read.problems).toEqual([]);
      expect(read.models).toEqual(documents);
      // -0 is written as 0, which is the same number.
      const unsigned = JSON.parse(JSON.stringify(contentOf(graph)));
      expect(contentOf(graphOf(read))).toEqual(unsigned);
    }),
    { numRuns: 60 },
  );
});

test('an export marks components as the format asks, and ends each line', async () => {
  const graph = graphAfter(emptyGraph(), [
    { addTwin: { id: 'c', model: 'dtmi:test:Cabinet;1', properties: { fan: { speed: 3 } } } },
  ]);
  const [last, ...lines] = (await exported([], graph)).split('\n').reverse();
  expect(last).toBe('');
  expect(lines.reverse().map((line) => JSON.parse(line))).toEqual([
    { Section: 'Header' },
    { fileVersion: '1.0.0', author: 'linchpin', organization: 'linchpin' },
    { Section: 'Models' },
    { Section: 'Twins' },
    {
      $dtId: 'c',
      $metadata: { $model: 'dtmi:test:Cabinet;1' },
      fan: { $metadata: {}, speed: 3 },
    },
    { Section: 'Relationships' },
  ]);
});
