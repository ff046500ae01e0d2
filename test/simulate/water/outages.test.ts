/** Pumps and pipes that break and return, against EPANET's own controls on the same file. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { water } from '../../../src/simulate/mechanisms/water/water.ts';
import { noSharedData, sharedData } from '../../support/shared-data.ts';
import { graphOf } from '../graphs.ts';
import { settingOf } from '../setting.ts';
import { difference, series } from './compare.ts';
import {
  begin,
  catalogue,
  direct,
  drive,
  imported,
  importedGraph,
  kpi,
  moment,
} from './networks.ts';

const net1 = sharedData('water', 'Net1.inp') as string;
const net3 = sharedData('water', 'Net3.inp') as string;
const city = sharedData('city', 'water', 'low', 'water.inp') as string;
const hour = 3600;
const day = 24 * hour;

beforeAll(() => water.load?.());

/** The text of a file with controls for what is done from outside. */
function withControls(path: string, ...rows: readonly string[]): Buffer {
  const text = readFileSync(path, 'latin1');
  return Buffer.from(text.replace('[CONTROLS]', ['[CONTROLS]', ...rows].join('\n')), 'latin1');
}

/** These twins do not work from one time until another. */
function between(from: number, until: number, ...twins: readonly string[]) {
  const at = (time: number) => (time >= from && time < until ? twins : []);
  return { changes: [from, until], at };
}

describe.skipIf(net1 === undefined)(`what breaks (else: ${noSharedData})`, () => {
  test('in the middle of a hydraulic step goes on from the levels of that second, as a control of EPANET would', async () => {
    const graph = importedGraph(net3);
    const out = between(5400, 16_200, 'pipe-123', 'pump-10');
    const found = drive(graph, day, out).outputs().twins();
    // The pump's own controls turn it on at hour 1 and off at hour 15.
    const file = withControls(
      net3,
      ' LINK 123 CLOSED AT TIME 1.5',
      ' LINK 123 OPEN AT TIME 4.5',
      ' LINK 10 CLOSED AT TIME 1.5',
      ' LINK 10 OPEN AT TIME 4.5',
    );
    const solutions = await direct(file, day);
    expect(series(found, 'network-network', 'time')).toEqual(solutions.map(({ time }) => time));
    const most = difference(graph, found, solutions);
    expect(most.head).toBeLessThan(1e-4);
    expect(most.flow / most.flowSize).toBeLessThan(1e-5);
  });

  test('stays closed though its controls would open it, and obeys them when it is back', () => {
    const graph = importedGraph(net1);
    const twins = drive(graph, day, between(0, 20 * hour, 'pump-9'))
      .outputs()
      .twins();
    const times = series(twins, 'network-network', 'time');
    const [flow, level] = [series(twins, 'pump-9', 'flow'), series(twins, 'tank-2', 'pressure')];
    const low = times.filter((time, i) => time < 20 * hour && (level[i] as number) < 110 * 0.3048);
    expect(low.length).toBeGreaterThan(0);
    times.forEach((time, i) => {
      if (time < 20 * hour) expect(Math.abs(flow[i] as number)).toBeLessThan(1e-4);
      else expect(flow[i]).toBeGreaterThan(50);
    });
  });

  test('stays closed though a rule would open it', () => {
    const graph = importedGraph(city);
    const pumps = ['W_WP5', 'W_WP6', 'W_WP7', 'W_WP1'];
    const twins = drive(graph, hour, between(0, day, ...pumps))
      .outputs()
      .twins();
    for (const pump of pumps) {
      for (const flow of series(twins, pump, 'flow')) expect(Math.abs(flow)).toBeLessThan(1e-4);
    }
  });

  test('elsewhere does not change the steps of a network', () => {
    const graph = importedGraph(net1);
    const calm = drive(graph, day).outputs().twins();
    const stirred = drive(graph, day, { changes: [1, 1000, 5401] })
      .outputs()
      .twins();
    expect(stirred).toEqual(calm);
  });

  test('and comes back before any time has passed changes nothing', () => {
    const graph = importedGraph(net1);
    const run = begin(graph, day);
    run.step(moment(0, graph, 'pump-9'));
    for (let time = 0; time <= day; time = run.next) run.step(moment(time, graph));
    expect(kpi(run, 'unmetWater')).toBe(0);
    const heads = series(run.outputs().twins(), 'junction-10', 'head');
    expect(heads[0]).toBeCloseTo(1004.35 * 0.3048, 2);
  });
});

describe.skipIf(net1 === undefined)(`a run (else: ${noSharedData})`, () => {
  test('is the same each time, byte for byte, whatever ran in between', () => {
    const graph = importedGraph(net3);
    const first = drive(graph, day).outputs();
    drive(graph, 5 * hour, between(0, hour, 'pump-10', 'pipe-20', 'junction-121'));
    const second = drive(importedGraph(net3), day).outputs();
    expect(second.kpis).toEqual(first.kpis);
    expect(second.twins()).toEqual(first.twins());
  });

  test('goes on with its levels, patterns and controls where a timed edit gives it another graph', () => {
    const changes = imported(net3);
    const before = graphOf(changes);
    const edit = {
      set: { twin: 'junction-101', property: 'elevation', value: 42 * 0.3048 * (1 + 1e-12) },
    };
    const after = graphOf([...changes, edit]);
    const run = begin(before, day);
    const editTime = 7.5 * hour;
    for (let time = 0; time <= day; ) {
      run.step(moment(time, time < editTime ? before : after));
      time = time < editTime ? Math.min(run.next, editTime) : run.next;
    }
    // Another run whose step ends there too: a pipe breaks and is back at the same second.
    const plain = begin(before, day);
    for (let time = 0; time <= day; ) {
      if (time === editTime) plain.step(moment(time, before, 'pipe-123'));
      plain.step(moment(time, before));
      time = time < editTime ? Math.min(plain.next, editTime) : plain.next;
    }
    const [found, wanted] = [run.outputs(), plain.outputs()];
    for (const { name, value } of wanted.kpis) {
      const same = found.kpis.find((each) => each.name === name)?.value as number;
      expect(Math.abs(same - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
    }
    const [times, other] = [found, wanted].map((each) =>
      series(each.twins(), 'network-network', 'time'),
    );
    expect([...new Set(times)]).toEqual([...new Set(other)]);
    for (const tank of ['tank-1', 'tank-2', 'tank-3']) {
      const [a, b] = [found, wanted].map((each) => series(each.twins(), tank, 'pressure').at(-1));
      expect(Math.abs((a as number) - (b as number))).toBeLessThan(1e-3);
    }
  });

  test('keeps the balance of flows at every junction that is served, whatever is out', () => {
    const graph = importedGraph(net3);
    const nodes = [...Array(graph.nodeCount).keys()];
    const twinsOf = (model: string) =>
      nodes.filter((n) => graph.modelAt(n)?.includes(model)).map((n) => graph.idAt(n) as string);
    const links = ['Pipe', 'Pump'].flatMap(twinsOf);
    const endOf = new Map(
      links.map((id) => {
        const ends = [...graph.relationshipsOf(id, 'out')];
        const end = (name: string) => ends.find((each) => each.name === name)?.target as string;
        return [id, [end('connectsFrom'), end('connectsTo')] as const];
      }),
    );
    fc.assert(
      fc.property(
        fc.subarray(links, { maxLength: 4 }),
        fc.integer({ min: 0, max: 9000 }),
        (out, at) => {
          const twins = drive(graph, 4 * hour, between(at, 9000, ...out))
            .outputs()
            .twins();
          series(twins, 'network-network', 'time').forEach((_, step) => {
            const excess = new Map<string, number>();
            for (const [id, [from, to]] of endOf) {
              const flow = series(twins, id, 'flow')[step] as number;
              excess.set(from, (excess.get(from) ?? 0) - flow);
              excess.set(to, (excess.get(to) ?? 0) + flow);
            }
            for (const id of twinsOf('Junction')) {
              const [asked, served] = ['demand', 'served'].map(
                (name) => series(twins, id, name)[step],
              );
              expect(served === asked || served === Math.min(0, asked as number)).toBe(true);
              if (served === asked) {
                expect(Math.abs((excess.get(id) as number) - (served as number))).toBeLessThan(
                  0.05,
                );
              }
            }
          });
        },
      ),
      { numRuns: 10, seed: 3 },
    );
  });

  test('for figures only has the same figures', () => {
    const graph = importedGraph(net1);
    const run = water.init({ ...settingOf(graph, catalogue, day), figuresOnly: true });
    for (let time = 0; time <= day; time = run.next) run.step(moment(time, graph));
    expect(run.outputs().kpis).toEqual(drive(graph, day).outputs().kpis);
  });
});
