/**
 * The typed schema: the generic one, and beside its fields those of an ontology's interfaces.
 * Called by the server whenever the ontology changes, and by `linchpin ontology schema`.
 */
import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  GraphQLSchema,
  type GraphQLSchemaConfig,
} from 'graphql';
import type { Catalogue } from '../../ontology/catalogue.ts';
import { schema as generic } from '../schema.ts';
import { relationshipField } from './connections.ts';
import { contentFields } from './content-fields.ts';
import { remadeTypes } from './remade-types.ts';
import { rootFields } from './root-fields.ts';
import { type RootNames, rootNames } from './root-names.ts';
import { scalarsOf, sharedTypeNames } from './scalars.ts';
import type { MadeFields } from './shared-parts.ts';
import { TwinTypes } from './twin-types.ts';
import { typeNames } from './type-names.ts';
import { TypeRegistry } from './type-registry.ts';
import { unitTypeNames, unitTypes } from './units.ts';
import { valueTypes } from './values.ts';

const scalars = scalarsOf(generic);

/** Names that no interface can have: what is there whatever the ontology. */
const taken: ReadonlySet<string> = new Set([
  ...Object.keys(generic.getTypeMap()),
  ...sharedTypeNames,
  ...unitTypeNames,
  'AnyTwin',
  'UnknownTwin',
]);

/** The schema of a catalogue; the generic one itself for an ontology without interfaces. */
export function typedSchema(catalogue: Catalogue): GraphQLSchema {
  const steps = typedSchemaSteps(catalogue);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in steps of a fraction of a millisecond, between which a server can do other things. */
export function* typedSchemaSteps(catalogue: Catalogue): Generator<void, GraphQLSchema> {
  const names = typeNames(catalogue.interfaces.keys(), taken);
  if (names.size === 0) return generic;
  const registry = new TypeRegistry([...taken, ...names.values()]);
  const nameOf = (id: string) => names.get(id) ?? 'AnyTwin';
  const types = { values: valueTypes(scalars, registry), units: unitTypes };
  const twins: TwinTypes = new TwinTypes(catalogue, names, {
    twin: generic.getType('Twin') as GraphQLObjectType,
    registry,
    fieldsOf: (model) => fieldsOf(model),
  });
  const pages = { generic, types, nameOf, registry, twins: (id?: string) => twins.of(id) };
  const fieldsOf = contentFields({
    types,
    nameOf,
    registry,
    interface: (id) => catalogue.interface(id),
    relationship: (content) => relationshipField(content, pages),
  });
  const models = [...names.keys()].flatMap((id) => catalogue.interface(id) ?? []);
  // In the order of the names, so that names that are taken fall alike whoever asks first.
  for (const { id } of models) {
    twins.of(id).getFields();
    yield;
  }
  const rootNamesOf = namesOfRoots(models.map(({ id }) => nameOf(id)));
  const rootsOf = rootFields({ ...pages, scalars, isA: catalogue.isA });
  const roots: MadeFields = {};
  for (const model of models) {
    Object.assign(roots, rootsOf(model, rootNamesOf.get(nameOf(model.id)) as RootNames));
    yield;
  }
  return new GraphQLSchema(extended(roots, registry.types));
}

/** The graphs that can be asked: the present, the past and the scenarios. */
const graphNames = ['Query', 'Snapshot', 'Scenario'];

function namesOfRoots(types: readonly string[]) {
  const graphs = graphNames.map((name) => generic.getType(name) as GraphQLObjectType);
  return rootNames(types, new Set(graphs.flatMap((type) => Object.keys(type.getFields()))));
}

/** The generic schema with more fields for each graph that can be asked. */
function extended(roots: MadeFields, made: readonly GraphQLNamedType[]): GraphQLSchemaConfig {
  const { types, ...config } = generic.toConfig();
  const remade = remadeTypes(generic, new Map(graphNames.map((name) => [name, roots])));
  const kept = types.map((type) => remade.get(type.name) ?? type);
  const rootsOf = { query: remade.get('Query'), mutation: remade.get('Mutation') };
  // What this file makes is valid, and tests hold it to that; judging it again costs a second.
  return { ...config, ...rootsOf, types: [...kept, ...made], assumeValid: true };
}
