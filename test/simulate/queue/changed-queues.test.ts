/** The queues of an edited graph, made from those of the graph before, are the ones read as a whole. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../../src/model/apply.ts';
import type { Change } from '../../../src/model/change.ts';
import type { TwinGraph } from '../../../src/model/graph.ts';
import { queueModel } from '../../../src/simulate/mechanisms/queue/build-queue-model.ts';
import { core, graphOf, link, twin } from '../graphs.ts';
import { catalogue, machine } from './plants.ts';

const machines = Array.from({ length: 8 }, (_, m) => `m${m}`);
const plant: Change[] = [
  ...machines.map((id) => machine(id)),
  ...machines.slice(1).map((id, m) => link(machines[m] as string, 'passesTo', id)),
  twin('day', core('Shift'), { begins: [0], ends: [28_800] }),
  link('m2', 'worksIn', 'day'),
  twin('truck', core('Transporter'), { units: 2 }),
  link('m3', 'movedBy', 'truck'),
  twin('door', core('JobSource'), { interarrivalTime: 20 }),
  link('door', 'passesTo', 'm0'),
  machine('apart'),
  twin('stock', core('Store')),
  ...Array.from({ length: 20 }, (_, s) => twin(`shelf${s}`, core('Store'))),
];

const set = (id: string, property: string, value: number): Change => ({
  set: { twin: id, property, value },
});
const anyMachine = fc.constantFrom(...machines, 'apart');
const edit: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(anyMachine, fc.integer({ min: 1, max: 3 })).map(([id, n]) => set(id, 'servers', n)),
  fc.tuple(anyMachine, fc.nat(9)).map(([id, n]) => set(id, 'cycleTime', n)),
  fc.tuple(anyMachine, fc.nat(9)).map(([id, n]) => set(id, 'bufferCapacity', n)),
  fc.tuple(anyMachine, fc.nat(9)).map(([id, n]) => set(id, 'starvationTolerance', n)),
  fc.nat(3).map((n) => set('truck', 'units', n + 1)),
  fc.nat(30).map((n) => set('door', 'interarrivalTime', n + 1)),
  fc.constant(set('stock', 'initialStock', 4)),
  anyMachine.map((id) => link(id, 'worksIn', 'day')),
  anyMachine.map((id): Change => ({ removeTwin: { twin: id, detach: true } })),
  anyMachine.map((id) => machine(id, { cycleTime: 3 })),
);

function edited(graph: TwinGraph, change: Change): TwinGraph {
  const options = { revision: 1, now: 0, skipRefused: true };
  return graph.withChanges(applyChanges(graph, [change], options).changeset);
}

/** The queues, or why there are none. */
function queuesOf(graph: TwinGraph): unknown {
  try {
    return queueModel(graph, catalogue);
  } catch (error) {
    return (error as Error).message;
  }
}

/** The same twins in a graph of its own, each where it was. */
function alone(graph: TwinGraph): TwinGraph {
  const node = (n: number) => graph.twinAt(n);
  return new Proxy(graph, {
    // Not an overlay to whoever asks what it differs by.
    getPrototypeOf: () => Object.prototype,
    get: (target, name) => {
      const value = Reflect.get(target, name, target) as unknown;
      if (name === 'twinAt') return node;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('the queues of an edited graph', () => {
  test('are the same as those read as a whole, after any edits', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        let graph = graphOf(plant);
        queuesOf(graph);
        for (const each of edits) {
          graph = edited(graph, each);
          expect(queuesOf(graph)).toEqual(queuesOf(alone(graph)));
        }
      }),
      { numRuns: 300, seed: 6 },
    );
  });

  test('share all that an edit of one station leaves as it was', () => {
    const graph = graphOf(plant);
    const before = queueModel(graph, catalogue);
    const changed = queueModel(edited(graph, set('m4', 'servers', 3)), catalogue);
    const same = changed.model.stations.map((each, s) => each === before.model.stations[s]);
    expect(same).toEqual(machines.map((id) => id !== 'm4'));
    expect(changed.model.stations[4]?.servers).toBe(3);
    expect(queueModel(edited(graph, set('stock', 'initialStock', 1)), catalogue)).toBe(before);
  });

  test('are read though the graph before could not be', () => {
    const broken = edited(graphOf(plant), set('m4', 'servers', 0));
    expect(() => queueModel(broken, catalogue)).toThrow('m4/servers');
    const mended = edited(broken, set('m4', 'servers', 2));
    expect(queueModel(mended, catalogue).model.stations[4]?.servers).toBe(2);
  });
});
