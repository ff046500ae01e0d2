/** Each seed is a sound graph: its size, no loose ends, supports for all that need them, all at work. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dependencyNetwork } from '../../src/behaviour/build-dependency-network.ts';
import { steadyState } from '../../src/simulate/mechanisms/dependency/cascade.ts';
import {
  catalogue,
  describeSeed,
  seedChanges,
  seedFiles,
  seedGraph,
  seedNames,
  twinsOf,
} from './seed-world.ts';

/** The least number of twins of each world. */
const least: Readonly<Record<string, number>> = {
  'supply-chain': 200,
  plant: 150,
  city: 500,
  enterprise: 850,
};

/** Where dependencies begin: what may work without support, by world. */
const beginnings: Readonly<Record<string, readonly string[]>> = {
  'supply-chain': [
    'supplychain:Supplier',
    'supplychain:ProductionSite',
    'supplychain:DistributionCentre',
    'supplychain:Port',
    'supplychain:Carrier',
  ],
  plant: ['plant:PowerConnection', 'plant:WaterConnection'],
  city: ['power:GridConnection', 'city:Road'],
  enterprise: [
    'supplychain:Supplier',
    'supplychain:ProductionSite',
    'supplychain:DistributionCentre',
    'supplychain:Port',
    'supplychain:Carrier',
    'power:GridConnection',
    'city:Road',
  ],
};

test('the worlds are the city, the plant, the supply chain and the enterprise of all three', () => {
  expect(seedNames).toEqual(Object.keys(least).sort());
  expect(describeSeed('enterprise').includes).toEqual(['supply-chain', 'plant', 'city']);
});

describe.each(Object.keys(least))('the seed %s', (name) => {
  const graph = seedGraph(name);

  test('holds as many twins as its size promises, in files well under a megabyte', () => {
    expect(graph.size.twins).toBeGreaterThanOrEqual(least[name] as number);
    for (const file of seedFiles(name)) expect(statSync(file).size).toBeLessThan(500_000);
  });

  test('has no twin without a relationship', () => {
    const isolated = twinsOf(graph).filter(({ id }) => {
      const node = graph.indexOf(id);
      return graph.outEdges(node).length + graph.inEdges(node).length === 0;
    });
    expect(isolated.map(({ id }) => id)).toEqual([]);
  });

  test('gives supports to every dependent twin except where dependencies begin', () => {
    const { groupOwner } = dependencyNetwork(graph, catalogue());
    const supported = new Set(groupOwner);
    const models = (beginnings[name] ?? []).map((model) => `dtmi:linchpin:${model};1`);
    const bare = twinsOf(graph, 'core:Dependent').filter(
      ({ id, model }) => !supported.has(graph.indexOf(id)) && !models.includes(model),
    );
    expect(bare.map(({ id }) => id)).toEqual([]);
  });

  test('works from end to end before anything happens', () => {
    const works = steadyState(dependencyNetwork(graph, catalogue()));
    const down = twinsOf(graph).filter(({ id }) => works[graph.indexOf(id)] !== 1);
    expect(down.map(({ id }) => id)).toEqual([]);
  });

  test('uses only models of the package, and readable ids', () => {
    for (const { id, model } of twinsOf(graph)) {
      expect(id).toMatch(/^[a-z0-9-]+$/);
      expect(model).toMatch(/^dtmi:linchpin:(plant|supplychain|city|power|water):/);
    }
  });
});

test('the enterprise adds only relationships, and each joins two of its worlds', () => {
  const worlds = new Map<string, string>();
  for (const name of describeSeed('enterprise').includes) {
    for (const { id } of twinsOf(seedGraph(name))) worlds.set(id, name);
  }
  const own = seedFiles('enterprise').filter((file) => dirname(file).endsWith('enterprise'));
  const joined = own.flatMap(seedChanges).map((change) => {
    if (!('addRelationship' in change)) throw new Error(JSON.stringify(change));
    const { source, target } = change.addRelationship;
    return [worlds.get(source), worlds.get(target)];
  });
  expect(joined.length).toBeGreaterThan(50);
  for (const [source, target] of joined) expect(source).not.toBe(target);
  expect(new Set(joined.map((pair) => pair.join(' → ')))).toEqual(
    new Set(['plant → city', 'supply-chain → plant', 'supply-chain → city']),
  );
});
