/** Which labels models get in Neo4j. */
import { expect, test } from 'vitest';
import { type LabelledModel, Vocabulary } from '../../src/store/neo4j/vocabulary.ts';

const stored = (id: string) => ({ id, document: { '@id': id }, addedAt: 0 });

/** The labels of models that are added one after another, beside some that are there already. */
function labels(ids: readonly string[], there: readonly LabelledModel[] = []): readonly string[] {
  const { models } = new Vocabulary(there).after({
    addedModels: ids.map(stored),
    removedModels: [],
    changedModels: [],
  });
  return models.map(({ label }) => label);
}

test.each([
  ['its last name', ['dtmi:linchpin:plant:Line;1'], ['Line']],
  [
    'more of its DTMI where another model has that name',
    ['dtmi:linchpin:plant:Line;1', 'dtmi:linchpin:power:Line;1', 'dtmi:other:power:Line;1'],
    ['Line', 'power_Line', 'other_power_Line'],
  ],
  [
    'its version where only that differs',
    ['dtmi:a:Pump;1', 'dtmi:a:Pump;2', 'dtmi:a:Pump;1.5', 'dtmi:b:Pump;1', 'dtmi:b:Pump;2'],
    ['Pump', 'Pump_v2', 'Pump_v1_5', 'b_Pump', 'b_Pump_v2'],
  ],
  [
    'more of its DTMI where it has no version',
    ['dtmi:a:Pump;1', 'dtmi:a:Pump'],
    ['Pump', 'a_Pump'],
  ],
  [
    'none of the graph’s own',
    ['dtmi:x:Twin;1', 'dtmi:x:Model;1', 'dtmi:LinchpinHead;1'],
    ['x_Twin', 'x_Model', 'dtmi_LinchpinHead'],
  ],
])('a model gets %s', (_, ids, expected) => {
  expect(labels(ids)).toEqual(expected);
});

test('a model whose names are all taken gets one with a digest', () => {
  const [, , label] = labels(['dtmi:c:a_b;1', 'dtmi:dtmi_a_b;1', 'dtmi:a_b;1']);
  expect(label).toMatch(/^M_a_b_[0-9a-f]{16}$/);
});

test('models keep the labels that they have', () => {
  const there = [
    { ...stored('dtmi:plant:Line;1'), label: 'Line' },
    { ...stored('dtmi:power:Line;1'), label: 'Line_v1' },
  ];
  expect(labels(['dtmi:rail:Line;1', 'dtmi:plant:Line;2'], there)).toEqual([
    ...['Line', 'Line_v1'],
    ...['rail_Line', 'Line_v2'],
  ]);
});
