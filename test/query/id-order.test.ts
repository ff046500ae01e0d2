/** Pages by id of graphs that are too large to be sorted at once. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { graphBuilder } from '../../src/model/build-graph.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { grownSteps } from '../../src/model/packed/fold.ts';
import type { PlanStep } from '../../src/query/explain.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';

const count = 30_000;
const idOf = (i: number) => `twin-${(i * 7_919) % count}`;
const record = { model: 'm', properties: {}, stamps: {}, revision: 1, updatedAt: 1 };

function largeGraph(): TwinGraph {
  const builder = graphBuilder();
  for (let i = 0; i < count; i++) builder.addTwin({ id: idOf(i), ...record });
  return builder.build(1);
}

function grown(graph: TwinGraph): TwinGraph {
  const steps = grownSteps(graph);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

const added = (name: string, many: number) =>
  Array.from({ length: many }, (_, i) => ({
    addTwin: { id: `${name}-${(i * 13) % many}`, model: 'm' },
  }));

/** All ids, page by page, each from the order of the ids. */
async function pages(graph: TwinGraph, backwards: boolean): Promise<string[]> {
  const indexes: string[] = [];
  const { find } = graphQueries(
    () => graph,
    ({ index }: PlanStep) => indexes.push(index),
  );
  await find({ first: 1 });
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let more = true; more; ) {
    const from = cursor === undefined ? {} : { [backwards ? 'before' : 'after']: cursor };
    const page = await find({ [backwards ? 'last' : 'first']: 7_001, ...from });
    const found = page.items.map(({ id }) => id);
    if (backwards) ids.unshift(...found);
    else ids.push(...found);
    cursor = backwards ? page.cursors[0] : page.cursors.at(-1);
    more = backwards ? page.hasPreviousPage : page.hasNextPage;
  }
  expect(new Set(indexes.slice(1))).toEqual(new Set(['order']));
  return ids;
}

function sortedIds(graph: TwinGraph): string[] {
  const ids = Array.from({ length: graph.nodeCount }, (_, node) => graph.idAt(node));
  return ids.filter((id) => id !== undefined).sort((a, b) => (a < b ? -1 : 1));
}

let turning = false;
afterEach(() => {
  turning = false;
});

/** Counts the turns that others get. */
function turns(): { count: number } {
  const counted = { count: 0 };
  turning = true;
  const turn = () => {
    counted.count++;
    if (turning) setImmediate(turn);
  };
  setImmediate(turn);
  return counted;
}

describe('a page by id', () => {
  test('is the same while the graph grows, under overlays and where they became its base', async () => {
    let graph = largeGraph();
    const check = async () => {
      for (const backwards of [false, true]) {
        expect(await pages(graph, backwards)).toEqual(sortedIds(graph));
      }
    };
    await check();
    const detach = { detach: true };
    graph = graphAfter(graph, added('twin-1', 9_000));
    graph = graphAfter(graph, [
      { removeTwin: { twin: idOf(5), ...detach } },
      { removeTwin: { twin: 'twin-1-5', ...detach } },
      { addTwin: { id: idOf(5), model: 'm' } },
    ]);
    await check();
    graph = grown(graphAfter(largeGraph(), added('twin-2', 3_000)));
    await check();
    graph = grown(graphAfter(graph, added('twin-3', 700)));
    await check();
  });

  test('lets others have their turns while a large graph is sorted', async () => {
    const graph = largeGraph();
    const { find } = graphQueries(() => graph);
    await find({ first: 1 });
    const others = turns();
    const [one, other] = await Promise.all([find({ first: 1 }), find({ last: 1 })]);
    expect(others.count).toBeGreaterThan(3);
    expect(one.items[0]?.id).toBe('twin-0');
    expect(other.items[0]?.id).toBe('twin-9999');
  });

  test('keeps no graph in memory that others grew from', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { old, graph } = await outgrown();
    for (let round = 0; round < 10 && old.deref() !== undefined; round++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      collect();
    }
    expect(old.deref()).toBeUndefined();
    expect(await pages(graph, false)).toHaveLength(count + 10);
  });
});

async function outgrown() {
  const before = largeGraph();
  await pages(before, false);
  return { old: new WeakRef(before), graph: grown(graphAfter(before, added('new', 10))) };
}
