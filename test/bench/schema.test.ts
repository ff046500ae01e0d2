/** What `linchpin bench schema` asks of us, and what it gives the peer. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { neo4jTypeDefinitions } from '../../src/bench/neo4j-type-definitions.ts';
import { laterModel, schemaModels, siteTwins, threeLevels } from '../../src/bench/schema-models.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { openApi } from '../api/api-fixture.ts';
import { models as plant } from '../api/plant.ts';

const documentsOf = (size: number) =>
  schemaModels(size).map((line) => JSON.parse(line) as JsonObject);

test('one query finds ten sites, fifty units and all their meters beside any ontology', async () => {
  const api = await openApi();
  try {
    await api.store.addModels(documentsOf(20));
    await api.store.commit(siteTwins());
    const { data, errors } = await api.ask(threeLevels);
    expect(errors).toEqual([]);
    const text = JSON.stringify(data);
    expect(text.match(/"name":"Site /g)).toHaveLength(10);
    expect(text.match(/"name":"Unit /g)).toHaveLength(50);
    expect(text.match(/"name":"Meter /g)).toHaveLength(250);
    await api.store.addModels([laterModel]);
    expect((await api.ask('{ benchLaters { nodes { accuracy } } }')).errors).toEqual([]);
  } finally {
    await api.close();
  }
});

test('the peer gets a node for each interface, with all that it inherits', () => {
  const sdl = neo4jTypeDefinitions(resolveOntology(plant).catalogue);
  expect(sdl).toContain(`type Pump @node {
  twinId: ID!
  thermostat: [Thermostat!]! @relationship(type: "thermostat", direction: OUT)
  power: Float
  label: String
  noise: Float
  feeds: [Device!]! @relationship(type: "feeds", direction: OUT, properties: "DeviceFeedsProperties")
}`);
  expect(sdl).toContain(`type DeviceFeedsProperties @relationshipProperties {
  share: Float
}`);
});

test('what the peer gets is GraphQL, of an ontology of every size', () => {
  const sdl = neo4jTypeDefinitions(resolveOntology(documentsOf(300)).catalogue);
  const directives = `directive @node on OBJECT
    directive @relationshipProperties on OBJECT
    directive @relationship(type: String, direction: Direction, properties: String) on FIELD_DEFINITION
    enum Direction { IN OUT } scalar BigInt scalar Date scalar DateTime scalar Duration scalar Time
    type Query { any: ID }`;
  const types = Object.keys(buildSchema(`${directives}\n${sdl}`).getTypeMap());
  expect(types).toContain('BenchSite');
  expect(types.length).toBeGreaterThan(303);
});
