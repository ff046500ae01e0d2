import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLNamedType,
  GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  printSchema,
  printType,
  validateSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema as generic } from '../../src/api/schema.ts';
import { sharedTypeNames } from '../../src/api/typed/scalars.ts';
import { typedSchema } from '../../src/api/typed/typed-schema.ts';
import { unitTypeNames } from '../../src/api/typed/units.ts';
import { sampleOntology } from '../../src/bench/ontology-sample.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { models as waterworks } from './waterworks.ts';

const typedOf = (documents: readonly JsonObject[]) =>
  typedSchema(resolveOntology(documents).catalogue);

/** What graphql-js has against a schema, judged anew. */
const flaws = (schema: GraphQLSchema) =>
  validateSchema(new GraphQLSchema({ ...schema.toConfig(), assumeValid: false })).map(String);

const ownTypes = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap()).filter(({ name }) => !generic.getType(name));

describe('the typed schema', () => {
  test('is the generic one where there are no interfaces', () => {
    expect(typedOf([])).toBe(generic);
  });

  test('has all of the generic one, unchanged but for more fields of the graphs', () => {
    const typed = typedOf(waterworks);
    const fieldsOf = (schema: GraphQLSchema, name: string) => {
      const type = schema.getType(name);
      return isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [];
    };
    for (const name of Object.keys(generic.getTypeMap())) {
      const before = fieldsOf(generic, name);
      const after = fieldsOf(typed, name);
      expect(after.slice(0, before.length)).toEqual(before);
      if (!['Query', 'Snapshot', 'Scenario'].includes(name)) expect(after).toEqual(before);
    }
    expect(fieldsOf(typed, 'Mutation')).toEqual(fieldsOf(generic, 'Mutation'));
    expect(typed.getSubscriptionType()).toBe(generic.getSubscriptionType());
  });

  test('says what the models say, in their languages and units', () => {
    const typed = typedOf(waterworks);
    const printed = (name: string) => printType(typed.getType(name) as GraphQLNamedType);
    expect(printed('Asset')).toContain(`"""
Anything that is kept.

de: Anlage: Alles, was unterhalten wird.

dtmi:waterworks:Asset;1
"""
interface Asset implements AnyTwin {
  id: ID!
  twin: Twin!

  """de: Bezeichnung"""
  name: String
  id_: String`);
    expect(printed('Pump')).toContain(`  """In kilopascal (Pressure)."""
  pressure(unit: PressureUnit): Float`);
    expect(printed('Status')).toBe(`enum Status {
  """In the model: 1."""
  open

  """In the model: 2."""
  closed

  """In the model: 3."""
  true_
}`);
  });

  test('prints SDL that builds the same types again', () => {
    const typed = typedOf(waterworks);
    const rebuilt = buildSchema(printSchema(typed));
    expect(Object.keys(rebuilt.getTypeMap()).sort()).toEqual(
      Object.keys(typed.getTypeMap()).sort(),
    );
  });

  test('is the same whatever the order of the models', () => {
    const sdl = (documents: readonly JsonObject[]) => {
      const { catalogue } = resolveOntology(documents);
      return [...Object.keys(typedSchema(catalogue).getTypeMap())].sort();
    };
    expect(sdl(waterworks.toReversed())).toEqual(sdl(waterworks));
  });

  test('takes no name of GraphQL’s or of the generic schema for a model', () => {
    const names = [
      'Query',
      'Twin',
      'String',
      'Int',
      'Long',
      'AnyTwin',
      'TemperatureUnit',
      'PageInfo',
    ];
    const typed = typedOf(
      [...names, 'AnyTwinEdge', 'StringFilter'].map((name) => ({
        '@context': 'dtmi:dtdl:context;3',
        '@id': `dtmi:hostile:${name};1`,
        '@type': 'Interface',
        contents: [
          { '@type': 'Property', name: 'true', schema: 'string' },
          { '@type': 'Property', name: 'type', schema: 'string' },
          { '@type': 'Relationship', name: 'edge' },
        ],
      })),
    );
    expect(flaws(typed)).toEqual([]);
    expect(Object.keys(typed.getTypeMap())).toEqual(
      expect.arrayContaining(names.map((name) => `Hostile${name}`)),
    );
  });

  test('grows with the models, and has no inputs of theirs', () => {
    const documents = sampleOntology({ models: 400 });
    const { catalogue } = resolveOntology(documents);
    const declared = [...catalogue.interfaces.values()].flatMap(({ id, contents }) =>
      [...contents.values()].filter(({ definedIn }) => definedIn === id),
    );
    const relationships = declared.filter(({ kind }) => kind === 'relationship').length;
    const typed = typedSchema(catalogue);
    const own = ownTypes(typed);
    const inputs = own.filter(isInputObjectType).map(({ name }) => name);
    expect([...sharedTypeNames, ...unitTypeNames]).toEqual(expect.arrayContaining(inputs));
    // An object, an interface, a component, two of a page; what schemas add; two for a relationship.
    expect(own.length).toBeLessThan(5 * documents.length + 2 * relationships + declared.length);
    expect(flaws(typed)).toEqual([]);
  });
});

const files = ['building', 'isa95', 'energygrid', 'smartcities'];
test.for(files)('the public ontology %s has a valid schema', (file, context) => {
  const path = sharedData('ontologies', `${file}.ndjson`);
  if (path === undefined) return context.skip(noSharedData);
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const documents = lines.map((line) => (JSON.parse(line) as { model: JsonObject }).model);
  const { catalogue, problems } = resolveOntology([...documents, ...builtInOntology().documents]);
  expect(problems).toEqual([]);
  expect(flaws(typedSchema(catalogue))).toEqual([]);
});
