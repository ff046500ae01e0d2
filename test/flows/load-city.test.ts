/** The coupled city of the public data as one graph, and its recorded blackout as the oracle. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dependencyNetwork } from '../../src/behaviour/build-dependency-network.ts';
import { type LoadResult, load } from '../../src/flows/load.ts';
import { graphAfter } from '../../src/model/apply.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { cascade, steadyState } from '../../src/simulate/mechanisms/dependency/cascade.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';

const city = sharedData('city');
const lines = ['P_L3', 'P_L104', 'P_L140', 'P_L252', 'P_L376'];

describe.skipIf(city === undefined)(`the coupled city (else: ${noSharedData})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-city-'));
  let store: CheckedStore;
  let result: LoadResult;
  let graph: TwinGraph;

  beforeAll(async () => {
    const { documents, bindings } = builtInOntology();
    store = await checkedStore(await embeddedStore({ path: folder }), bindings);
    await store.addModels(documents);
    result = await load(store, [city as string]);
    graph = await store.snapshot();
  });

  afterAll(async () => {
    await store?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Who works after changes. */
  function working(...changes: Change[]): (twin: string) => boolean {
    const after = graphAfter(graph, changes);
    const works = steadyState(dependencyNetwork(after, store.catalogue()));
    return (twin) => works[after.indexOf(twin)] === 1;
  }

  function out(...twins: readonly string[]): Change[] {
    return twins.map((twin) => ({ set: { twin, property: 'operational', value: false } }));
  }

  /** Megawatts that consumers of a kind get. */
  function served(works: (twin: string) => boolean): number {
    let total = 0;
    for (const model of ['Load', 'Motor']) {
      for (const node of graph.nodesOf(`dtmi:linchpin:power:${model};1`)) {
        if (works(graph.twinAt(node)?.id as string)) total += graph.number(node, 'demandRate');
      }
    }
    return total;
  }

  function count(model: string): number {
    return [...graph.nodesOf(`dtmi:linchpin:${model};1`)].length;
  }

  test('imports as one graph without a rejection', () => {
    expect(result.rejected).toEqual([]);
    expect(result.twins).toBe(graph.size.twins);
    expect(result.relationships).toBe(graph.size.relationships);
  });

  test('has the elements of the files', () => {
    expect(count('power:Load')).toBe(788);
    expect(count('power:Motor')).toBe(3);
    expect(count('power:Bus')).toBe(1225);
    expect(count('power:Line')).toBe(378);
    expect(count('power:Transformer')).toBe(789);
    expect(count('power:Switch')).toBe(61);
    expect(count('water:Pump')).toBe(8);
    expect(count('water:Tank')).toBe(1);
    expect(count('water:Reservoir')).toBe(2);
    expect(count('city:Intersection')).toBe(68);
    expect(count('city:Road')).toBe(144);
  });

  test('passes over the recordings in the folder and says so', () => {
    expect(result.skipped.length).toBeGreaterThan(0);
    expect(result.skipped.every((path) => path.includes('scenarios'))).toBe(true);
  });

  test('serves 24.620 MW, and 9.650 MW with the five lines of the recording out', () => {
    expect(served(working())).toBeCloseTo(24.62, 6);
    expect(served(working(...out(...lines)))).toBeCloseTo(9.65, 6);
  });

  test('climbs the recorded ladder as the lines return in order', () => {
    const ladder = lines.map((_, index) => served(working(...out(...lines.slice(index + 1)))));
    const recorded = [23.465, 24.325, 24.505, 24.58, 24.62];
    for (const [step, megawatt] of recorded.entries())
      expect(ladder[step]).toBeCloseTo(megawatt, 6);
  });

  test('has these figures as KPIs of the simulator too, lines returning hour by hour', async () => {
    const edits = lines.map((twin, index) => ({
      outage: { twin, from: 0, until: 3600 * (index + 1) },
    }));
    const kpis = async (horizonSeconds: number) => {
      const scenario = { base: graph.revision, edits, seed: 1, horizonSeconds };
      const { kpis } = await engine().run({ graph, catalogue: store.catalogue(), scenario });
      return Object.fromEntries(kpis.map(({ name, value }) => [name, value]));
    };
    const recorded = [9.65, 23.465, 24.325, 24.505, 24.58, 24.62];
    for (const [hour, megawatt] of recorded.entries()) {
      const { 'served.power': served, 'demand.power': demand } = await kpis(3600 * hour + 1800);
      expect(served).toBeCloseTo(megawatt, 6);
      expect(demand).toBeCloseTo(24.62, 6);
    }
  });

  test('works everywhere to begin with, but for what stands behind nothing', () => {
    const works = working();
    const dead = [...Array(graph.nodeCount).keys()]
      .map((node) => graph.twinAt(node))
      .filter((twin) => twin !== undefined && !works(twin.id));
    expect(dead.map((twin) => twin?.model)).toEqual(dead.map(() => 'dtmi:linchpin:power:Switch;1'));
  });

  test('loses each motor’s pumps with the motor', () => {
    const pumps = (works: (twin: string) => boolean) =>
      [1, 2, 3, 4, 5, 6, 7, 8].filter((number) => works(`W_WP${number}`));
    expect(pumps(working(...out('P_MP1')))).toEqual([5, 6, 7, 8]);
    expect(pumps(working(...out('P_MP2')))).toEqual([1, 2, 3, 4, 8]);
    expect(pumps(working(...out('P_MP3')))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(pumps(working(...out('P_MP1', 'P_MP2', 'P_MP3')))).toEqual([]);
  });

  test('without motors lives on its tank until that is empty', () => {
    const network = dependencyNetwork(graph, store.catalogue());
    const failures = ['P_MP1', 'P_MP2', 'P_MP3'].map((id) => ({
      node: graph.indexOf(id),
      from: 0,
    }));
    const [tank, junction] = ['W_T1', 'W_JTN1'].map((id) => graph.indexOf(id));
    const lasts = graph.number(tank as number, 'failureDelay');
    const losses = (horizonSeconds: number) =>
      cascade(network, { failures, horizonSeconds }).map(({ node }) => node);
    expect(lasts).toBeGreaterThan(3600);
    expect(losses(lasts - 1)).not.toContain(junction);
    expect(losses(lasts + 1)).toEqual(expect.arrayContaining([tank, junction]));
  });

  test('loaded again, changes nothing', async () => {
    const before = graph.revision;
    const again = await load(store, [city as string]);
    expect(again).toMatchObject({ twins: result.twins, rejected: [] });
    expect(again.unchanged).toBe(result.twins + result.relationships);
    expect(await store.revision()).toBe(before);
  });
});
