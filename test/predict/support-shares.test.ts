/** The shares of supports that fail together, against the sums worked out by hand. */
import { expect, test } from 'vitest';
import { dependencyNetwork } from '../../src/behaviour/build-dependency-network.ts';
import { supportShares } from '../../src/predict/gnn/support-shares.ts';
import { catalogue, worldOf } from './small-world.ts';

const world = worldOf({ a: {}, b: {}, c: {}, x: { needs: ['a', 'b', 'c'] } });
const network = dependencyNetwork(world, catalogue);
const x = world.indexOf('x');

test('each has the share that its risk has of all of them, the heaviest first', () => {
  const risks = new Map([
    [world.indexOf('a'), 0.2],
    [world.indexOf('b'), 0.6],
  ]);
  const shares = supportShares(network, x, (support) => risks.get(support) ?? 0);
  expect(shares.map(({ support }) => world.twinAt(support)?.id)).toEqual(['b', 'a']);
  const weights = shares.map(({ weight }) => weight);
  for (const [i, weight] of [0.75, 0.25].entries()) expect(weights[i]).toBeCloseTo(weight, 12);
});

test('without any risk there is nothing to share', () => {
  expect(supportShares(network, x, () => 0)).toEqual([]);
});

test('a twin that needs nothing has no supports to share among', () => {
  expect(supportShares(network, world.indexOf('a'), () => 1)).toEqual([]);
});
