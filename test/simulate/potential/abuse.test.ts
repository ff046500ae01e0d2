/** Power networks that cannot be meant, each with its refusal. */
import { expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import { graphOf } from '../graphs.ts';
import { at, bus, line, load, network, run } from './power-networks.ts';

const small = (...more: Change[][]) =>
  graphOf(
    [
      network(),
      bus('a'),
      bus('b'),
      line('ab', ['a', 'b']),
      at('a', 'g', 'Generator', { capacity: 50 }),
      load('b', 'town', 5),
      ...more,
    ].flat(),
  );

const wrong: readonly [string, Change[], string][] = [
  [
    'a negative capacity of a line',
    line('bad', ['a', 'b'], { reactance: 0.1, capacity: -5 }),
    'BAD_USER_INPUT bad/capacity: it is -5; expected zero or more',
  ],
  [
    'a negative capacity of a source',
    at('a', 'bad', 'Generator', { capacity: -5 }),
    'BAD_USER_INPUT bad/capacity: it is -5; expected zero or more',
  ],
  [
    'a minimum above the capacity',
    at('a', 'bad', 'Generator', { capacity: 5, minimumPower: 6 }),
    'BAD_USER_INPUT bad/capacity: the least it gives, 6, is above the most, 5',
  ],
  [
    'costs whose slope falls',
    at('a', 'bad', 'Generator', { costCurve: { model: 'polynomial', values: [-1, 0, 0] } }),
    'BAD_USER_INPUT bad/costCurve: its slope falls',
  ],
  [
    'crossed angle limits',
    line('bad', ['a', 'b'], {
      reactance: 0.1,
      minimumAngleDifference: 10,
      maximumAngleDifference: -10,
    }),
    'BAD_USER_INPUT bad/minimumAngleDifference: it is 10, above the maximum -10',
  ],
  [
    'reactance in ohm without a voltage',
    line('bad', ['a', 'b'], { length: 1, reactancePerKilometre: 0.4 }),
    'BAD_USER_INPUT bad/nominalVoltage: it is missing, but its reactance is given in ohm',
  ],
  [
    'reactance in ohm at next to no voltage',
    line('bad', ['a', 'b'], { length: 1, reactancePerKilometre: 0.4, nominalVoltage: 1e-300 }),
    'BAD_USER_INPUT bad/reactance: it comes to Infinity per unit; expected at most 1000000000000000 in size',
  ],
  [
    'costs beyond all measure',
    at('a', 'bad', 'Generator', { costCurve: { model: 'polynomial', values: [1e300, 0, 0] } }),
    'BAD_USER_INPUT bad/costCurve: it has a number above 1000000000000000 in size',
  ],
  [
    'costs that rise beyond all measure',
    at('a', 'bad', 'Generator', {
      costCurve: { model: 'piecewiseLinear', values: [0, 0, 1e-9, 1e14] },
    }),
    'BAD_USER_INPUT bad/costCurve: it has a slope above 1000000000000000 in size',
  ],
  [
    'a demand in metres',
    at('b', 'bad', 'Load', { demandRate: 5, demandUnit: 'metre', commodity: 'power' }),
    'BAD_USER_INPUT bad/demandUnit: demandRate is in metre; expected a unit of power',
  ],
  [
    'reactances that cancel one another',
    line('bad', ['a', 'b'], { reactance: -0.1 }),
    'the reactances around it cancel one another',
  ],
];

test.each(wrong)('%s is refused', async (_, changes, message) => {
  await expect(run(small(changes))).rejects.toThrow(message);
});

test('a demand scaled beyond all measure is refused by name', async () => {
  const edit = { scale: { twin: 'town', property: 'demandRate', factor: 1e300 } };
  await expect(run(small(), [edit])).rejects.toThrow(
    'BAD_USER_INPUT town/demandRate: it is 5e+300',
  );
});

test('a dark island, a load of nothing and a bus alone give numbers, never NaN', async () => {
  const graph = small(
    bus('alone'),
    bus('c'),
    bus('d'),
    line('cd', ['c', 'd']),
    load('d', 'hut', 3),
    load('b', 'empty', 0),
  );
  const { kpis, outputs, findings } = await run(graph);
  expect(kpis).toMatchObject({ servedPower: 5, overloaded: 0 });
  for (const [, values] of outputs)
    for (const value of Object.values(values)) expect(Number.isFinite(value)).toBe(true);
  expect(findings.find(({ kind }) => kind === 'island')?.twins.map((each) => each.twin)).toEqual([
    'hut',
  ]);
});

test('costs of very unlike curvature on short lines are the least, where the quadratic solver goes round', async () => {
  const costs = (...values: number[]) => ({ costCurve: { model: 'polynomial', values } });
  const branch = (reactance: number, capacity: number) => ({ reactance, capacity });
  const graph = graphOf(
    [
      network({ dispatch: 'optimal' }),
      ...['b0', 'b1', 'b2', 'b3', 'b4'].map((id) => bus(id)),
      line('l0', ['b0', 'b1'], branch(0.01, 20)),
      line('l1', ['b1', 'b3'], branch(0.0001, 10)),
      line('l2', ['b2', 'b3'], branch(0.0001, 20)),
      line('l3', ['b3', 'b1'], branch(0.0001, 20)),
      line('l4', ['b4', 'b0'], branch(0.01, 70)),
      at('b2', 'g0', 'Generator', { capacity: 20, ...costs(0.00008, 12, 3) }),
      at('b3', 'g1', 'Generator', { capacity: 160, ...costs(0.00002, 12, 4) }),
      at('b3', 'g2', 'Generator', { capacity: 160, ...costs(1, 15, 2) }),
      load('b4', 'd0', 20),
      load('b1', 'd1', 20),
      load('b4', 'd2', 40),
      at('b4', 'sh', 'Shunt', { shuntConductance: 5 }),
    ].flat(),
  );
  const { kpis } = await run(graph);
  expect(kpis.servedPower).toBeCloseTo(15, 6);
  // 20 MW of the two cheap ones at equal slopes: 4 and 16.
  expect(kpis.generationCost).toBeCloseTo(12 * 20 + 0.00008 * 4 ** 2 + 0.00002 * 16 ** 2 + 9, 5);
});
