import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { printSchema } from '../../src/api/print-schema.ts';
import { schema } from '../../src/api/schema.ts';

/** Everything of the schema that has no description, by its coordinate. */
function undescribed(): string[] {
  const missing: string[] = [];
  const look = (
    coordinate: string,
    { description }: { description?: string | null | undefined },
  ) => (description ? undefined : missing.push(coordinate));
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    look(type.name, type);
    if (isEnumType(type))
      for (const value of type.getValues()) look(`${type}.${value.name}`, value);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) look(`${type}.${field.name}`, field);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      look(`${type}.${field.name}`, field);
      for (const arg of field.args) look(`${type}.${field.name}(${arg.name}:)`, arg);
    }
  }
  return missing;
}

describe('the schema', () => {
  test('describes every type, field, argument and value', () => {
    expect(undescribed()).toEqual([]);
  });

  test('has the present as a Graph, with everything a Graph can be asked', () => {
    const graph = schema.getType('Graph');
    if (!isInterfaceType(graph)) throw new TypeError('Graph is no interface');
    expect(schema.getQueryType()?.getInterfaces()).toEqual([graph]);
    expect(Object.keys(graph.getFields()).sort()).toEqual([
      'aggregate',
      'aggregateRelationships',
      'bottlenecks',
      'criticality',
      'forecast',
      'optimise',
      'paths',
      'relationships',
      'revision',
      'rows',
      'timeToSurvive',
      'twin',
      'twins',
    ]);
  });

  test('takes changes and edits as @oneOf inputs', () => {
    expect(printSchema()).toContain('input Change @oneOf {');
    expect(printSchema()).toContain('input Edit @oneOf {');
  });

  test('prints SDL that builds the same schema again', () => {
    const rebuilt = buildSchema(printSchema());
    expect(Object.keys(rebuilt.getTypeMap()).sort()).toEqual(
      Object.keys(schema.getTypeMap()).sort(),
    );
  });
});
