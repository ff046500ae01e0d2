import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import { powerModels } from '../../../src/simulate/mechanisms/potential/power-models.ts';
import { graphOf } from '../graphs.ts';
import { at, bus, line, load, network, out, powerCatalogue, run } from './power-networks.ts';

/** A triangle: generation at A, load at C; two lines of equal reactance each way round. */
const triangle = (...more: Change[][]) =>
  graphOf(
    [
      network(),
      bus('a', { busType: 'reference' }),
      bus('b'),
      bus('c'),
      line('ab', ['a', 'b']),
      line('bc', ['b', 'c']),
      line('ac', ['a', 'c']),
      at('a', 'g', 'Generator', { capacity: 200, capacityUnit: 'megawatt', activePower: 10 }),
      load('c', 'town', 90),
      ...more,
    ].flat(),
  );

describe('given dispatch', () => {
  test('two thirds take the direct line, one third goes round', async () => {
    const { kpis, outputs } = await run(triangle());
    expect(kpis).toMatchObject({ servedPower: 90, overloaded: 0 });
    expect(kpis.generationCost).toBeUndefined();
    expect(outputs.get('ac')?.flow).toBeCloseTo(60, 9);
    expect(outputs.get('ab')?.flow).toBeCloseTo(30, 9);
    expect(outputs.get('g')?.generation).toBeCloseTo(90, 9);
    expect(outputs.get('town')?.served).toBeCloseTo(90, 9);
    // 60 MW over 0.1 per unit on 100 MVA.
    expect(outputs.get('c')?.angle).toBeCloseTo((-0.06 * 180) / Math.PI, 9);
  });

  test('without the direct line all goes round', async () => {
    const { outputs } = await run(triangle(), [out('ac')]);
    expect(outputs.get('ab')?.flow).toBeCloseTo(90, 9);
    expect(outputs.get('ac')?.flow).toBe(0);
  });

  test('a tap of two halves the susceptance, a phase shift drives a flow round', async () => {
    const tapped = triangle(
      line('ac2', ['a', 'c'], { reactance: 0.1, tapRatio: 2 }, 'Transformer'),
    );
    const { outputs } = await run(tapped, [out('ab'), out('bc')]);
    expect(outputs.get('ac')?.flow).toBeCloseTo(60, 9);
    const shifted = triangle(
      line('ac2', ['a', 'c'], { reactance: 0.1, phaseShift: 18 / Math.PI }, 'Transformer'),
    );
    const turned = await run(shifted, [out('ab'), out('bc')]);
    expect(turned.outputs.get('ac')?.flow).toBeCloseTo(45 + 50, 7);
    expect(turned.outputs.get('ac2')?.flow).toBeCloseTo(45 - 50, 7);
  });

  test('a load that its lines have left is not served and named', async () => {
    const { kpis, events, findings } = await run(triangle(), [out('ac'), out('bc')]);
    expect(kpis).toMatchObject({ servedPower: 0 });
    expect(events.map(({ twin, effect }) => `${twin} ${effect}`)).toContain('town fails');
    expect(findings.find(({ kind }) => kind === 'island')).toMatchObject({
      mechanism: 'potential',
      twins: [{ twin: 'town', value: 90, unit: 'megawatt' }],
    });
  });

  test('an island with too little of its own serves all in proportion', async () => {
    const local = triangle(
      at('c', 'small', 'Generator', { capacity: 30, capacityUnit: 'megawatt', activePower: 5 }),
      load('c', 'village', 30),
    );
    const { kpis, outputs, events } = await run(local, [out('ac'), out('bc')]);
    expect(kpis.servedPower).toBeCloseTo(30, 9);
    expect(outputs.get('town')?.served).toBeCloseTo(22.5, 9);
    expect(outputs.get('village')?.served).toBeCloseTo(7.5, 9);
    expect(events).toContainEqual(
      expect.objectContaining({ twin: 'village', effect: 'runsShort', mechanism: 'potential' }),
    );
  });

  test('a closed switch is no distance, an open one no way', async () => {
    const switched = triangle(
      bus('d'),
      line('cd', ['c', 'd'], { closed: true }, 'Switch'),
      load('d', 'farm', 9),
    );
    const { outputs, kpis } = await run(switched);
    expect(outputs.get('cd')?.flow).toBeCloseTo(9, 9);
    expect(outputs.get('d')?.angle).toBe(outputs.get('c')?.angle);
    expect(kpis.servedPower).toBeCloseTo(99, 9);
    const open = await run(switched, [{ set: { twin: 'cd', property: 'closed', value: false } }]);
    expect(open.kpis.servedPower).toBeCloseTo(90, 9);
  });

  test('lines of no impedance share what is led round over them, never NaN', async () => {
    const { outputs } = await run(
      triangle(
        bus('d'),
        line('cd1', ['c', 'd'], { reactance: 0 }),
        line('cd2', ['c', 'd'], { reactance: 0 }),
        load('d', 'farm', 8),
      ),
    );
    expect(outputs.get('cd1')?.flow).toBeCloseTo(4, 9);
    expect(outputs.get('cd2')?.flow).toBeCloseTo(4, 9);
  });
});

describe('cascades', () => {
  const weak = (tripping: boolean) =>
    graphOf(
      [
        network({ overloadTripping: tripping }),
        bus('a', { busType: 'reference' }),
        bus('b'),
        ...['x', 'y', 'z'].map((id, k) =>
          line(id, ['a', 'b'], {
            reactance: 0.1,
            capacity: [50, 40, 100][k] as number,
            capacityUnit: 'megavoltAmpere',
          }),
        ),
        at('a', 'g', 'Generator', { capacity: 500, capacityUnit: 'megawatt' }),
        load('b', 'town', 99),
      ].flat(),
    );

  test('happen only where the network asks for them', async () => {
    const { kpis, findings, outputs } = await run(weak(false), [out('z')]);
    expect(kpis).toMatchObject({ overloaded: 1, servedPower: 99 });
    expect(outputs.get('y')?.loading).toBeCloseTo(49.5 / 40, 9);
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'overload' }));
  });

  test('trip round by round, the later because of the earlier, down to the load', async () => {
    const { kpis, events, findings } = await run(weak(true), [out('z')]);
    expect(kpis).toMatchObject({ overloaded: 0, servedPower: 0 });
    const own = new Map(
      events
        .filter(({ mechanism }) => mechanism === 'potential')
        .map(({ twin, effect, causes }) => [`${twin} ${effect}`, causes]),
    );
    expect([...own.keys()].sort()).toEqual(['town runsShort', 'x fails', 'y fails']);
    expect(own.get('x fails')).toEqual([{ twin: 'y' }]);
    expect(own.get('town runsShort')).toEqual([{ twin: 'y' }, { twin: 'x' }]);
    expect(findings.find(({ kind }) => kind === 'cascade')?.twins).toEqual([
      { twin: 'y', value: expect.closeTo(49.5 / 40, 9) },
      { twin: 'x', value: expect.closeTo(99 / 50, 9) },
    ]);
  });

  test('trip nothing while all lines are there', async () => {
    expect((await run(weak(true))).kpis).toMatchObject({ overloaded: 0, servedPower: 99 });
  });
});

describe('optimal dispatch', () => {
  const costs = (linear: number) => ({ model: 'polynomial', values: [linear, 0] });
  const market = (...more: Change[][]) =>
    graphOf(
      [
        network(),
        bus('a', { busType: 'reference' }),
        bus('b'),
        line('ab', ['a', 'b'], { reactance: 0.1, capacity: 60, capacityUnit: 'megavoltAmpere' }),
        at('a', 'cheap', 'Generator', { capacity: 200, costCurve: costs(10) }),
        at('b', 'dear', 'Generator', { capacity: 30, costCurve: costs(40) }),
        load('b', 'town', 80),
        ...more,
      ].flat(),
    );

  test('is the default where sources have costs, with prices and what binds', async () => {
    const { kpis, outputs, findings } = await run(market());
    expect(kpis.generationCost).toBeCloseTo(60 * 10 + 20 * 40, 7);
    expect(outputs.get('cheap')?.generation).toBeCloseTo(60, 7);
    expect(outputs.get('a')?.price).toBeCloseTo(10, 7);
    expect(outputs.get('b')?.price).toBeCloseTo(40, 7);
    expect(findings.find(({ kind }) => kind === 'price')).toMatchObject({
      twins: [{ twin: 'ab', value: expect.closeTo(30, 7) }],
    });
  });

  test('gives way to the dispatch as given on demand', async () => {
    const edit = { set: { twin: 'network', property: 'dispatch', value: 'given' } } as const;
    const { kpis, outputs } = await run(market(), [edit]);
    expect(outputs.get('ab')?.flow).toBeCloseTo(80, 9);
    expect(kpis).toMatchObject({ overloaded: 1, generationCost: 800 });
  });

  test('leaves unserved what cannot be, and says which limits forbid it', async () => {
    const { kpis, findings, events } = await run(market(), [out('dear')]);
    expect(kpis.servedPower).toBeCloseTo(60, 7);
    const infeasible = findings.find(({ kind }) => kind === 'infeasible');
    expect(infeasible?.twins.map(({ twin }) => twin)).toEqual(['ab', 'b']);
    expect(events).toContainEqual(expect.objectContaining({ twin: 'town', effect: 'runsShort' }));
  });
});

describe('taking part', () => {
  test('needs a reactance and a demand at a node', async () => {
    const bare = graphOf([
      ...network(),
      ...bus('a'),
      ...bus('b'),
      ...line('ab', ['a', 'b'], { length: 3 }),
      ...load('b', 'town', 5),
    ]);
    expect(powerModels(bare, powerCatalogue)).toEqual([]);
    expect((await run(bare)).kpis.servedPower).toBeUndefined();
    const idle = graphOf([...network(), ...bus('a'), ...bus('b'), ...line('ab', ['a', 'b'])]);
    expect(powerModels(idle, powerCatalogue)).toEqual([]);
  });

  test('takes reactances in ohm by the nominal voltage, and a short-circuit voltage', () => {
    const graph = graphOf(
      [
        network(),
        bus('a', { nominalVoltage: 110 }),
        bus('b', { nominalVoltage: 110 }),
        bus('c', { nominalVoltage: 20 }),
        line('ab', ['a', 'b'], {
          length: 10,
          reactancePerKilometre: 0.4,
          maximumCurrent: 0.5,
          parallelCount: 2,
        }),
        line(
          'bc',
          ['b', 'c'],
          { capacity: 40, capacityUnit: 'megavoltAmpere', shortCircuitVoltage: 12 },
          'Transformer',
        ),
        load('c', 'town', 5),
      ].flat(),
    );
    const [model] = powerModels(graph, powerCatalogue);
    expect(model?.lines[0]?.reactance).toBeCloseTo((4 / 2) * (100 / 110 ** 2), 12);
    expect(model?.lines[0]?.capacity).toBeCloseTo(Math.sqrt(3) * 110 * 0.5 * 2, 9);
    expect(model?.lines[1]?.reactance).toBeCloseTo(0.12 * (100 / 40), 12);
  });

  test('reads units: kilowatts of a load, the kilowatts of a capacity beside megawatts given', () => {
    const graph = graphOf(
      [
        network(),
        bus('a'),
        bus('b'),
        line('ab', ['a', 'b']),
        at('a', 'g', 'Generator', { capacity: 5000, capacityUnit: 'kilowatt', activePower: 2 }),
        at('b', 'town', 'Load', { demandRate: 1500, demandUnit: 'kilowatt', commodity: 'power' }),
        at('b', 'heat', 'Load', { demandRate: 7, demandUnit: 'megawatt', commodity: 'heat' }),
      ].flat(),
    );
    const [model] = powerModels(graph, powerCatalogue);
    expect(model?.sources).toMatchObject([{ maximum: 5, power: 2, minimum: 0 }]);
    expect(model?.loads).toMatchObject([{ twin: 'town', demand: 1.5 }]);
  });

  test('does not depend on the order in which twins came', async () => {
    const changes = [
      ...network(),
      ...bus('a'),
      ...bus('b'),
      ...line('ab', ['a', 'b']),
      ...at('a', 'g', 'Generator', { capacity: 50 }),
      ...load('b', 'town', 5),
    ];
    const isTwin = (change: Change) => 'addTwin' in change;
    const turned = [
      ...changes.filter(isTwin).toReversed(),
      ...changes.filter((change) => !isTwin(change)).toReversed(),
    ];
    const [one, other] = [await run(graphOf(changes)), await run(graphOf(turned))];
    expect(other.kpis).toEqual(one.kpis);
    expect(new Map([...other.outputs].sort())).toEqual(new Map([...one.outputs].sort()));
  });
});
