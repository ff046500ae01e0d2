/** The congestion mechanism on graphs of twins: closures, troubles, findings, wrong numbers. */
import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import { LinchpinError } from '../../../src/model/errors.ts';
import type { TwinGraph } from '../../../src/model/graph.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { builtInOntology } from '../../../src/ontology/built-in.ts';
import { resolveOntology } from '../../../src/ontology/resolve.ts';
import type { MechanismRun, Moment } from '../../../src/simulate/mechanism.ts';
import { congestion } from '../../../src/simulate/mechanisms/congestion/congestion.ts';
import { graphOf, link, twin } from '../graphs.ts';
import { settingOf, versioned } from '../setting.ts';

const { documents, bindings } = builtInOntology();
const { catalogue } = resolveOntology(documents, bindings);

function place(id: string, properties: JsonObject = {}): Change {
  return twin(id, 'dtmi:linchpin:city:Intersection;1', properties);
}

function road(id: string, from: string, to: string, properties: JsonObject = {}): Change[] {
  return [
    twin(id, 'dtmi:linchpin:city:Road;1', properties),
    link(id, 'connectsFrom', from),
    link(id, 'connectsTo', to),
  ];
}

function trips(from: string, to: string, number: number): Change {
  return link(from, 'tripsTo', to, { trips: number });
}

/** Two ways from west to east, by the bridge and by the ford. */
const town: Change[] = [
  place('west'),
  place('east'),
  place('south'),
  ...road('bridge', 'west', 'east', { freeFlowTime: 10, capacity: 100, b: 1, power: 1 }),
  ...road('ford', 'west', 'east', { freeFlowTime: 20, capacity: 100, b: 1, power: 1 }),
  ...road('lane', 'east', 'south', { freeFlowTime: 6 }),
  trips('west', 'east', 250),
  trips('west', 'south', 50),
];

function start(graph: TwinGraph): MechanismRun {
  return congestion.init(settingOf(graph, catalogue, 3600));
}

function moment(graph: TwinGraph, ...down: readonly string[]): Moment {
  const works = (node: number) => !down.includes(graph.idAt(node) ?? '');
  return versioned({ time: 0, graph, works, outages: () => [] });
}

function kpi(run: MechanismRun, name: string): number | undefined {
  return run.outputs().kpis.find((each) => each.name === name)?.value;
}

describe('traffic in a town', () => {
  const graph = graphOf(town);

  test('shares two roads so that both take as long', () => {
    // 10 + x/10 = 20 + (300 - x)/5 gives x = 700/3.
    const run = start(graph);
    expect(run.step(moment(graph)).size).toBe(0);
    const { twins, kpis, findings } = run.outputs();
    const x = 700 / 3;
    expect(twins().get('bridge')?.flow).toBeCloseTo(x, 2);
    expect(twins().get('bridge')?.saturation).toBeCloseTo(x / 100, 4);
    expect(twins().get('ford')?.travelTime).toBeCloseTo(10 + x / 10, 2);
    expect(twins().get('lane')).toEqual({ flow: 50, saturation: 0, travelTime: 6 });
    expect(kpi(run, 'travelTime')).toBeCloseTo((300 * (10 + x / 10) + 50 * 6) / 60, 3);
    expect(findings.find(({ kind }) => kind === 'relativeGap')?.value).toBeLessThanOrEqual(1e-6);
    expect(kpis.every(({ better }) => better === 'lower')).toBe(true);
  });

  test('takes the other road when one is closed, and comes back', () => {
    const run = start(graph);
    run.step(moment(graph));
    const before = run.outputs().twins();
    run.step(moment(graph, 'bridge'));
    expect(run.outputs().twins().get('ford')?.flow).toBeCloseTo(300, 9);
    expect(run.outputs().twins().get('bridge')).toEqual({ flow: 0, saturation: 0 });
    expect(kpi(run, 'travelTime')).toBeCloseTo((300 * 80 + 300) / 60, 6);
    run.step(moment(graph));
    expect(run.outputs().twins()).toEqual(before);
    expect(kpi(run, 'travelTime.most')).toBeCloseTo(405, 6);
  });

  test('is cut off when both are: zones run short because of the roads, trips are unserved', () => {
    const run = start(graph);
    const troubles = run.step(moment(graph, 'bridge', 'ford'));
    const causes = [{ twin: 'bridge' }, { twin: 'ford' }];
    expect([...troubles].map(([node, trouble]) => [graph.idAt(node), trouble])).toEqual([
      ['west', { effect: 'runsShort', causes }],
      ['east', { effect: 'runsShort', causes }],
      ['south', { effect: 'runsShort', causes }],
    ]);
    expect(kpi(run, 'unservedTrips')).toBe(300);
    const finding = run.outputs().findings.find(({ kind }) => kind === 'unservedTrips');
    expect(finding?.text).toBe(
      '300 trips an hour find no way, to or from 3 zones; west misses the most.',
    );
    expect(finding?.twins[1]).toEqual({ twin: 'east', value: 250 });
    expect(run.step(moment(graph)).size).toBe(0);
    expect(kpi(run, 'unservedTrips')).toBe(0);
    expect(kpi(run, 'unservedTrips.most')).toBe(300);
  });

  test('passes no place that does not work, which is then the cause', () => {
    const run = start(graph);
    const troubles = run.step(moment(graph, 'east'));
    expect([...troubles.keys()].map((node) => graph.idAt(node))).toEqual(['west', 'south']);
    expect(troubles.get(graph.indexOf('west'))?.causes).toEqual([{ twin: 'east' }]);
  });

  test('names the most saturated roads', () => {
    const run = start(graph);
    run.step(moment(graph));
    const [finding] = run.outputs().findings;
    expect(finding?.text).toBe(
      'The most saturated road is bridge, which carries 233 % of its capacity; 1 of 3 roads carry more than theirs.',
    );
  });

  test('says of empty roads only how good the equilibrium is, and counts those too full only where some are', () => {
    const sayings = (number: number) => {
      const few = graphOf([...town.slice(0, -2), trips('west', 'east', number)]);
      const run = start(few);
      run.step(moment(few));
      expect(run.outputs().kpis.map(({ name }) => name)).not.toContain('relativeGap');
      return run.outputs().findings.map(({ text }) => text);
    };
    const equilibrium = 'Traffic is in equilibrium: its relative gap is at most 0.0001.';
    expect(sayings(50)).toEqual([equilibrium]);
    expect(sayings(95)).toEqual([
      'The most saturated road is bridge, which carries 95 % of its capacity.',
      equilibrium,
    ]);
  });

  test('is the same in whatever order the graph was built', () => {
    const [run, other] = [start(graph), start(graphOf([...town.slice(0, 3), ...shuffled()]))];
    run.step(moment(graph));
    const second = graphOf([...town.slice(0, 3), ...shuffled()]);
    other.step(moment(second));
    expect(other.outputs().kpis).toEqual(run.outputs().kpis);
    expect(other.outputs().twins()).toEqual(run.outputs().twins());
  });

  test('follows an edit of the graph in the middle of a run', () => {
    const run = start(graph);
    run.step(moment(graph));
    const without = graphOf(
      town.filter(
        (change) => !('addRelationship' in change && change.addRelationship.name === 'tripsTo'),
      ),
    );
    run.step(moment(without));
    expect(kpi(run, 'travelTime')).toBe(0);
    expect(kpi(run, 'travelTime.most')).toBeGreaterThan(160);
  });
});

/** The twins and relationships of the town after its places, backwards. */
function shuffled(): Change[] {
  const rest = town.slice(3);
  const twins = rest.filter((change) => 'addTwin' in change);
  return [...twins.reverse(), ...rest.filter((change) => !('addTwin' in change)).reverse()];
}

describe('numbers of roads and trips', () => {
  test('that are absent take defaults: time by length and speed, no limit of capacity', () => {
    const graph = graphOf([
      place('a'),
      place('b'),
      ...road('street', 'a', 'b', { length: 5, speedLimit: 100 }),
      trips('a', 'b', 1000),
    ]);
    const run = start(graph);
    run.step(moment(graph));
    expect(run.outputs().twins().get('street')).toEqual({
      flow: 1000,
      saturation: 0,
      travelTime: 3,
    });
  });

  test('of capacity 0 close a road', () => {
    const graph = graphOf([
      place('a'),
      place('b'),
      ...road('narrow', 'a', 'b', { freeFlowTime: 1, capacity: 0 }),
      ...road('wide', 'a', 'b', { freeFlowTime: 5 }),
      trips('a', 'b', 10),
    ]);
    const run = start(graph);
    expect(run.step(moment(graph)).size).toBe(0);
    expect(run.outputs().twins().get('wide')?.flow).toBe(10);
  });

  test.each([
    ['capacity', { capacity: -1 }],
    ['freeFlowTime', { freeFlowTime: -2 }],
    ['delayExponent', { power: -4 }],
    ['toll', { toll: -1 }],
  ])('below zero are refused, naming the road: %s', (property, properties) => {
    const graph = graphOf([
      place('a'),
      place('b'),
      ...road('bad', 'a', 'b', properties),
      trips('a', 'b', 1),
    ]);
    expect(() => start(graph).step(moment(graph))).toThrow(
      new RegExp(
        `^BAD_USER_INPUT bad: its ${property} is -\\d; expected a number that is not below zero`,
      ),
    );
  });

  test('below zero are refused for trips too, naming both zones', () => {
    const graph = graphOf([place('a'), place('b'), ...road('r', 'a', 'b'), trips('a', 'b', -5)]);
    expect(() => start(graph).step(moment(graph))).toThrow(
      /^BAD_USER_INPUT a\/tripsTo:b: its trips is -5/,
    );
  });

  test('beyond all bounds are a coded failure and no NaN', () => {
    const graph = graphOf([
      place('a'),
      place('b'),
      ...road('tiny', 'a', 'b', { freeFlowTime: 1, capacity: 1e-300 }),
      trips('a', 'b', 1e10),
    ]);
    expect(() => start(graph).step(moment(graph))).toThrow(LinchpinError);
    expect(() => start(graph).step(moment(graph))).toThrow(/tiny: the time on it under load/);
  });

  test('of roads without trips give nothing at all', () => {
    const graph = graphOf([place('a'), place('b'), ...road('r', 'a', 'b')]);
    const run = start(graph);
    expect(run.step(moment(graph)).size).toBe(0);
    expect(run.outputs()).toMatchObject({ kpis: [], findings: [], random: false });
    expect(run.outputs().twins().size).toBe(0);
  });

  test('of trips that never had a way are a finding and no trouble', () => {
    const graph = graphOf([place('a'), place('b'), ...road('r', 'a', 'b'), trips('b', 'a', 3)]);
    const run = start(graph);
    expect(run.step(moment(graph)).size).toBe(0);
    expect(kpi(run, 'unservedTrips')).toBe(3);
  });
});
