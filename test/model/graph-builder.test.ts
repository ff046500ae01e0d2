import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { buildGraph, graphBuilder } from '../../src/model/build-graph.ts';
import { noChanges } from '../../src/model/changeset.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { folded, foldSteps } from '../../src/model/packed/fold.ts';
import { decodeGraph, encodeGraph } from '../../src/model/packed/image.ts';
import type { Twin } from '../../src/model/twin.ts';

function twinOf(id: string, properties: JsonObject = {}): Twin {
  return { id, model: 'dtmi:test:Pump;1', properties, stamps: {}, revision: 1, updatedAt: 0 };
}

function fromImage(graph: TwinGraph): TwinGraph {
  return decodeGraph(Buffer.concat([...encodeGraph(graph)]));
}

function feeds(source: string, target: string, id = `feeds:${target}`) {
  return { source, target, id, name: 'feeds', properties: {}, revision: 1 };
}

describe('a graph builder', () => {
  test('refuses what cannot be a graph', () => {
    const builder = graphBuilder();
    builder.addTwin(twinOf('a'));
    expect(() => builder.addRelationship(feeds('a', 'b'))).toThrow(
      new TypeError('relationship feeds:b ends at b, unknown'),
    );
    expect(() => builder.addRelationship(feeds('\ud800', 'a'))).toThrow(TypeError);
    expect(() => builder.addRelationship(feeds('a', 'a', '\ud800'))).toThrow(TypeError);
    expect(() => builder.addTwin(twinOf('a'))).toThrow(new TypeError('there are two twins a'));
    expect(() => builder.addTwin(twinOf('x\udc00'))).toThrow(TypeError);
  });

  test('gives a small graph whose records are the objects that it was given', () => {
    const twin = twinOf('a', { level: 1 });
    const loop = feeds('a', 'a');
    const graph = buildGraph({ twins: [twin], relationships: [loop], revision: 1 });
    expect(graph.twin('a')).toBe(twin);
    expect(graph.relationship(loop)).toBe(loop);
    const [again] = fromImage(graph).relationshipsOf('a', 'out');
    expect(again).toEqual(loop);
  });

  test('keeps twins of which each has properties of its own', () => {
    const twins = Array.from({ length: 30_000 }, (_, n) =>
      twinOf(`t${n}`, { map: Object.fromEntries([0, 1, 2, 3].map((k) => [`k${n}-${k}`, n + k])) }),
    );
    const graph = fromImage(buildGraph({ twins, relationships: [], revision: 1 }));
    const wrong = twins.filter(
      (twin, n) =>
        !isDeepStrictEqual(graph.twinAt(n), twin) ||
        graph.number(n, `map/k${n}-3`) !== n + 3 ||
        graph.value(n, `map/k${n + 1}-3`) !== undefined,
    );
    expect(wrong).toEqual([]);
  });

  test('keeps properties that are many, deep or hold lists', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, n / 3]));
    const deep = Array.from({ length: 30 }).reduce<JsonObject>((inner) => ({ inner }), {
      level: -0,
    });
    const twins = [
      twinOf('wide', many(1000)),
      twinOf('inner', { map: many(100), list: [-0, [{ a: -0, b: null }]] }),
      twinOf('deep', deep),
    ];
    const graph = fromImage(buildGraph({ twins, relationships: [], revision: 1 }));
    expect(twins.map(({ id }) => graph.twin(id))).toEqual(twins);
    expect([graph.number(0, 'p999'), graph.number(1, 'map/p99')]).toEqual([333, 33]);
    expect(graph.value(1, 'map/p100')).toBeUndefined();
    expect(graph.value(2, `${'inner/'.repeat(30)}level`)).toBe(-0);
  });

  test('finds each relationship of a hub, by ids of both kinds', () => {
    const spokes = Array.from({ length: 5000 }, (_, n) => twinOf(`spoke-${n}`));
    const relationships = spokes.map(({ id }, n) =>
      feeds('hub', id, n % 2 ? `own-${n}` : undefined),
    );
    const built = buildGraph({ twins: [...spokes, twinOf('hub')], relationships, revision: 1 });
    for (const graph of [built, fromImage(built)]) {
      expect(relationships.map((item) => graph.edgeOf(item))).toEqual([...relationships.keys()]);
      for (const id of ['feeds:spoke-1', 'own-2', 'own-', '', 'feeds:hub']) {
        expect(graph.edgeOf({ source: 'hub', id })).toBe(-1);
      }
    }
  });
});

describe('folding', () => {
  test('goes on in small pieces and leaves the graph that it folds as it is', () => {
    const twins = Array.from({ length: 2000 }, (_, n) =>
      twinOf(`t${n}`, { level: n, name: `n${n}` }),
    );
    const base = buildGraph({ twins, relationships: [], revision: 1 });
    const from = twins[5] as Twin;
    const updated = new Map([['t5', { from, to: { ...from, properties: { level: -0 } } }]]);
    const added = new Map([['new', twinOf('new')]]);
    const removed = new Map([['t0', twins[0] as Twin]]);
    const changed = base.withChanges({ ...noChanges, twins: { added, updated, removed } }, 2);
    const steps = foldSteps(changed);
    let pieces = 0;
    while (steps.next().done !== true) pieces++;
    expect(pieces).toBeGreaterThanOrEqual(7);
    const graph = folded(changed);
    expect([graph.nodeCount, graph.revision, graph.size.twins]).toEqual([2000, 2, 2000]);
    expect(graph.number(graph.indexOf('t5'), 'level')).toBe(-0);
    expect([graph.indexOf('t0'), graph.indexOf('new')]).toEqual([-1, 1999]);
    expect([changed.number(5, 'level'), changed.value(6, 'name')]).toEqual([-0, 'n6']);
    expect([base.twin('t0'), base.twin('new')]).toEqual([twins[0], undefined]);
  });

  test('of a graph that nothing lies on gives the graph itself, at its revision', () => {
    const base = buildGraph({ twins: [twinOf('a')], relationships: [], revision: 1 });
    expect(folded(base)).toBe(base);
    const later = base.withChanges(noChanges, 9);
    expect([folded(later).revision, folded(later).twin('a')]).toEqual([9, base.twin('a')]);
  });
});
