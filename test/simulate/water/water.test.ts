/** The water mechanism on a small network: closed forms, shortages, what cannot be simulated. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import { LinchpinError } from '../../../src/model/errors.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { water } from '../../../src/simulate/mechanisms/water/water.ts';
import { graphOf, link, twin } from '../graphs.ts';
import { series } from './compare.ts';
import { begin, drive, kpi, moment } from './networks.ts';

const hour = 3600;

beforeAll(() => water.load?.());

function element(id: string, model: string, properties: JsonObject, ...ends: string[]): Change[] {
  const part = ends.length === 0 ? [link(id, 'partOf', 'network')] : [];
  const [from, to] = ends;
  return [
    twin(id, `dtmi:linchpin:water:${model};1`, { name: id, ...properties }),
    ...part,
    ...(from === undefined ? [] : [link(id, 'connectsFrom', from)]),
    ...(to === undefined ? [] : [link(id, 'connectsTo', to)]),
  ];
}

const pipe = { length: 1000, diameter: 200, roughness: 100 };

const tower = { elevation: 60, initialLevel: 9, minimumLevel: 1, maximumLevel: 4, diameter: 10 };

interface Parts {
  readonly network?: JsonObject;
  readonly middle?: JsonObject;
  readonly far?: JsonObject;
  readonly first?: JsonObject;
}

/** A reservoir at 100 m, and two junctions behind each other that draw 20 and 10 l/s. */
function line({ network = {}, middle = {}, far = {}, first = {} }: Parts = {}): Change[] {
  const times = { hydraulicTimestep: hour };
  return [
    twin('network', 'dtmi:linchpin:water:WaterNetwork;1', { times, ...network }),
    ...element('spring', 'Reservoir', { totalHead: 100 }),
    ...element('middle', 'Junction', { elevation: 30, demandRate: 20, ...middle }),
    ...element('far', 'Junction', { elevation: 35, demandRate: 10, ...far }),
    ...element('first', 'Pipe', { ...pipe, ...first }, 'spring', 'middle'),
    ...element('second', 'Pipe', pipe, 'middle', 'far'),
  ];
}

/** Loss of head in metre by Hazen and Williams, in SI units; flow in litre per second. */
function loss(flow: number): number {
  return (10.667 * (flow / 1000) ** 1.852 * 1000) / (100 ** 1.852 * 0.2 ** 4.871);
}

describe('a line of two junctions', () => {
  test('has the heads of the Hazen-Williams formula', () => {
    const twins = drive(graphOf(line()), 0).outputs().twins();
    const middle = 100 - loss(30);
    expect(series(twins, 'first', 'flow')[0]).toBeCloseTo(30, 6);
    expect(series(twins, 'second', 'flow')[0]).toBeCloseTo(10, 6);
    expect(series(twins, 'middle', 'head')[0]).toBeCloseTo(middle, 1);
    expect(series(twins, 'far', 'pressure')[0]).toBeCloseTo(middle - loss(10) - 35, 1);
    expect(series(twins, 'spring', 'head')).toEqual([100]);
    expect(series(twins, 'network', 'time')).toEqual([0]);
  });

  test('serves what it is asked for, in cubic metres over the run', () => {
    const run = drive(graphOf(line()), 2 * hour);
    expect(kpi(run, 'servedWater')).toBeCloseTo(30 * 7.2, 5);
    const other = drive(graphOf(line()), 2 * hour).outputs();
    expect(other.kpis.map(({ name, unit }) => [name, unit])).toEqual([
      ['servedWater', 'cubicMetre'],
      ['unmetWater', 'cubicMetre'],
      ['unmetWater.most', 'litrePerSecond'],
      ['pressure.lowest', 'metre'],
    ]);
    expect(other.findings).toEqual([]);
  });

  test('misses the water beyond a pipe that breaks, which is the cause', () => {
    const graph = graphOf(line());
    const run = begin(graph, 4 * hour);
    expect(run.step(moment(0, graph)).size).toBe(0);
    const troubles = run.step(moment(1800, graph, 'second'));
    expect([...troubles]).toEqual([
      [graph.indexOf('far'), { effect: 'runsShort', causes: [{ twin: 'second' }] }],
    ]);
    expect(run.step(moment(3 * hour, graph)).size).toBe(0);
    const { kpis, findings, twins } = run.outputs();
    const value = (name: string) => kpis.find((each) => each.name === name)?.value;
    expect(value('unmetWater')).toBeCloseTo(10 * 9, 6);
    expect(value('servedWater')).toBeCloseTo(30 * 14.4 - 90, 5);
    expect(value('unmetWater.most')).toBeCloseTo(10, 6);
    expect(value('pressure.lowest')).toBe(0);
    expect(findings[0]).toMatchObject({
      kind: 'unmetWater',
      text: '1 junctions of network miss 90 cubic metres of water; far misses the most.',
      twins: [{ twin: 'far', unit: 'cubicMetre' }],
    });
    const times = series(twins(), 'network', 'time');
    expect(times[1]).toBe(1800);
    expect(series(twins(), 'far', 'served')[1]).toBe(0);
    expect(series(twins(), 'far', 'pressure')[1]).toBe(0);
    expect(series(twins(), 'far', 'head')[1]).toBe(35);
  });

  test('misses all of it when a place on the way does not work; that place is no trouble of its own', () => {
    const graph = graphOf(line());
    const run = begin(graph, hour);
    const troubles = run.step(moment(0, graph, 'middle'));
    expect([...troubles]).toEqual([
      [graph.indexOf('far'), { effect: 'runsShort', causes: [{ twin: 'middle' }] }],
    ]);
    expect(kpi(run, 'unmetWater')).toBeCloseTo(30 * 3.6, 6);
  });

  test('runs short of pressure without an outage, for which there is no cause but the edits', () => {
    const graph = graphOf(line({ far: { demandRate: 60 } }));
    const run = begin(graph, hour);
    expect(run.step(moment(0, graph)).get(graph.indexOf('far'))).toEqual({
      effect: 'runsShort',
      causes: [],
    });
    expect(kpi(run, 'pressure.lowest')).toBeLessThan(0);
  });

  test('lets nothing through a pipe with a check valve that breaks', () => {
    const graph = graphOf(line({ first: { checkValve: true } }));
    const run = begin(graph, 2 * hour);
    expect(run.step(moment(0, graph, 'first')).size).toBe(2);
    expect(run.step(moment(hour, graph)).size).toBe(0);
    const { twins, kpis } = run.outputs();
    expect(kpis.find(({ name }) => name === 'unmetWater')?.value).toBeCloseTo(108, 6);
    expect(series(twins(), 'middle', 'pressure')[0]).toBe(0);
    expect(series(twins(), 'middle', 'head')[1]).toBeCloseTo(100 - loss(30), 1);
  });

  test('reduces its pressure again when a valve is back', () => {
    const valve = { diameter: 200, valveType: 'pressureReducing', setting: 12 };
    const graph = graphOf([
      ...line(),
      ...element('low', 'Junction', { elevation: 0, demandRate: 1 }),
      ...element('valve', 'Valve', valve, 'far', 'low'),
    ]);
    const run = begin(graph, 3 * hour);
    run.step(moment(0, graph));
    expect([...run.step(moment(hour, graph, 'valve')).keys()]).toEqual([graph.indexOf('low')]);
    run.step(moment(2 * hour, graph));
    const pressures = series(run.outputs().twins(), 'low', 'pressure');
    [12, 0, 12, 12].forEach((metres, step) => {
      expect(pressures[step]).toBeCloseTo(metres, 6);
    });
  });

  test('leaves a junction dry that an edit has taken all pipes from', () => {
    const graph = graphOf(line().filter((change) => !JSON.stringify(change).includes('second')));
    const run = begin(graph, hour);
    expect([...run.step(moment(0, graph)).keys()]).toEqual([graph.indexOf('far')]);
    expect(kpi(run, 'unmetWater')).toBeCloseTo(36, 6);
  });

  test('begins with a tank at its highest level where a reading says more', () => {
    const graph = graphOf([
      ...line(),
      ...element('tower', 'Tank', tower),
      ...element('third', 'Pipe', pipe, 'far', 'tower'),
    ]);
    const twins = drive(graph, hour).outputs().twins();
    expect(series(twins, 'tower', 'pressure')[0]).toBeCloseTo(4, 9);
  });

  test('has a least pressure of its own where its options state one', () => {
    const options = { minimumPressure: '60' };
    const graph = graphOf(line({ network: { options } }));
    const run = begin(graph, hour);
    expect([...run.step(moment(0, graph)).keys()]).toEqual([graph.indexOf('far')]);
  });

  test('delivers a part where its options ask for pressure-driven demand', () => {
    const options = { demandModel: 'PDA', minimumPressure: '0', requiredPressure: '80' };
    const twins = drive(graphOf(line({ network: { options } })), 0)
      .outputs()
      .twins();
    const pressure = series(twins, 'far', 'pressure')[0] as number;
    // Wagner's formula with EPANET's exponent of 0.5.
    expect(series(twins, 'far', 'served')[0]).toBeCloseTo(10 * Math.sqrt(pressure / 80), 3);
    expect(series(twins, 'far', 'demand')[0]).toBe(10);
  });

  test('draws what an edit of demandRate says, by its pattern', () => {
    const patterns = [{ name: 'day', multipliers: [0.5, 1.5] }];
    const demands = [{ base: 20, pattern: 'day' }];
    const network = { patterns, times: { hydraulicTimestep: hour, patternTimestep: hour } };
    const rated = (demandRate: number) =>
      drive(graphOf(line({ network, middle: { demandRate, demands } })), hour)
        .outputs()
        .twins();
    expect(series(rated(20), 'middle', 'demand').map((each) => Math.round(each))).toEqual([10, 30]);
    expect(series(rated(10), 'middle', 'demand').map((each) => Math.round(each))).toEqual([5, 15]);
  });
});

describe('a network that lacks what EPANET needs', () => {
  const lacking: readonly [string, Change[], string][] = [
    [
      'times',
      line().map((c) =>
        'addTwin' in c && c.addTwin.id === 'network' ? twin('network', c.addTwin.model) : c,
      ),
      'network has no times',
    ],
    ['a diameter', line({ first: { diameter: 0 } }), 'first has no diameter'],
    [
      'a source',
      line().filter((c) => !JSON.stringify(c).includes('spring')),
      'network has no reservoir or tank',
    ],
  ];

  test.each(lacking)('takes no part, and says so: %s', (_, changes, text) => {
    const graph = graphOf(changes);
    const run = begin(graph, hour);
    expect(run.step(moment(0, graph)).size).toBe(0);
    expect(run.next).toBe(Number.POSITIVE_INFINITY);
    const { kpis, findings, twins } = run.outputs();
    expect(kpis).toEqual([]);
    expect(twins().size).toBe(0);
    expect(findings[0]?.text).toContain(`network is not simulated as a water network: ${text}`);
  });
});

describe('a horizon', () => {
  test('that ends within a second, or within the first, ends the run', () => {
    const run = drive(graphOf(line()), 2 * hour + 0.5);
    expect(kpi(run, 'servedWater')).toBeCloseTo((30 * (7200 + 0.5)) / 1000, 5);
    expect(kpi(drive(graphOf(line()), 1e-9), 'servedWater')).toBeCloseTo(0, 9);
  });

  test('beyond what EPANET can count is refused as such', () => {
    const graph = graphOf(line());
    expect(() => begin(graph, 3e9).step(moment(0, graph))).toThrow(
      'LIMIT_EXCEEDED horizonSeconds: EPANET cannot count the 3000000000 seconds of the horizon; expected at most 2147483647 seconds',
    );
  });
});

describe('what EPANET refuses', () => {
  test('is a coded error that names the twin', () => {
    const cases: readonly [Parts, RegExp][] = [
      [
        { network: { controls: ['LINK nowhere CLOSED AT TIME 1'] } },
        /^BAD_USER_INPUT network: EPANET cannot run the water network: .*204/,
      ],
      [
        { network: { controls: ['LINK first SIDEWAYS AT TIME 1'] } },
        /^BAD_USER_INPUT first: EPANET/,
      ],
    ];
    for (const [parts, message] of cases) {
      const graph = graphOf(line(parts));
      const step = () => begin(graph, hour).step(moment(0, graph));
      expect(step).toThrow(LinchpinError);
      expect(step).toThrow(message);
    }
  });

  test('leaves nothing behind: the next run is as the first', () => {
    const graph = graphOf(line());
    expect(drive(graph, hour).outputs().kpis).toEqual(drive(graph, hour).outputs().kpis);
  });
});
