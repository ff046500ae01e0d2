import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cascade,
  steadyState,
  takeState,
} from '../../src/simulate/mechanisms/dependency/cascade.ts';
import { CascadeRun } from '../../src/simulate/mechanisms/dependency/cascade-run.ts';
import type { Ride } from '../../src/simulate/mechanisms/dependency/cascade-values.ts';
import { naiveCascade, naiveFixPoint } from './naive-cascade.ts';
import { networkOf, networks } from './networks.ts';

const nodes = 9;
const failures = fc.array(
  fc
    .record({
      node: fc.nat(nodes - 1),
      from: fc.integer({ min: 0, max: 10 }),
      lasts: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    })
    .map(({ node, from, lasts }) => ({
      node,
      from,
      ...(lasts === undefined ? {} : { until: from + lasts }),
    })),
  { maxLength: 4 },
);

function beginningsOf(ride: Ride | undefined): number[] {
  return ride === undefined ? [] : [...ride.origins, ...ride.after.flatMap(beginningsOf)];
}

describe('the cascade', () => {
  it('begins in the nested fix-point that the naive definition gives', () => {
    fc.assert(
      fc.property(networks(nodes), (spec) => {
        const expected = naiveFixPoint(
          spec,
          (node) => !spec.failed?.includes(node),
          () => false,
        );
        const works = [...steadyState(networkOf(spec)).entries()].filter(([, on]) => on);
        expect(works.map(([node]) => node)).toEqual([...expected].sort((a, b) => a - b));
      }),
      { numRuns: 800 },
    );
  });

  it('has the events, times and steps of the naive definition, with cycles, rules and delays', () => {
    fc.assert(
      fc.property(networks(nodes), failures, (spec, list) => {
        const options = {
          failures: list,
          repairs: [...new Set(spec.failed)].map((node, i) => ({ node, at: 3 + 4 * i })),
          horizonSeconds: 40,
        };
        const events = cascade(networkOf(spec), options).map(({ node, time, step, works }) => ({
          node,
          time,
          step,
          works,
        }));
        expect(events).toEqual(naiveCascade(spec, options));
      }),
      { numRuns: 1500 },
    );
  });

  it('lets a node that fails itself as its ride ends ride again when it is back', () => {
    // 0 rides from 2 to 7 on the loss of 6, which is back at 7, when 0 fails itself until 8.
    const groups = [
      { owner: 6, supports: [2] },
      { owner: 0, supports: [6] },
    ];
    const spec = { nodes: 7, groups, delays: [5, 0, 0, 0, 0, 0, 2] };
    const failures = [
      { node: 6, from: 2, until: 7 },
      { node: 0, from: 7, until: 8 },
      { node: 2, from: 8 },
    ];
    const events = cascade(networkOf(spec), { failures, horizonSeconds: 40 });
    expect(events.filter(({ node }) => node === 0).map(({ time }) => time)).toEqual([7, 8, 15]);
  });

  it('makes a node fail and come back in turn, and says at each failure what it rests on', () => {
    fc.assert(
      fc.property(networks(nodes), failures, (spec, list) => {
        const sound = { ...spec, failed: [] };
        const works = steadyState(networkOf(sound));
        const whole = works.every((on) => on === 1);
        const network = networkOf(sound);
        const seen = new Set<number>();
        for (const event of cascade(network, { failures: list, horizonSeconds: 60 })) {
          expect(event.works).toBe(works[event.node] === 0);
          works[event.node] = event.works ? 1 : 0;
          if (event.works) continue;
          const supports = event.causes.map((support) => network.supportNode[support] as number);
          const behind = [...supports, ...(event.origins ?? []), ...beginningsOf(event.ride)];
          if (whole && event.step > 0) expect(behind.length).toBeGreaterThan(0);
          for (const node of behind) if (whole) expect(seen).toContain(node);
          seen.add(event.node);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves a network as it was, so that a second run gives the same', () => {
    fc.assert(
      fc.property(networks(nodes), failures, (spec, list) => {
        const network = networkOf(spec);
        const options = { failures: list, horizonSeconds: 30 };
        const first = cascade(network, options);
        expect(cascade(network, options)).toEqual(first);
        expect(cascade(networkOf(spec), options)).toEqual(first);
      }),
    );
  });

  it('goes on as before when it moves to an equal network in mid-run', () => {
    fc.assert(
      fc.property(
        networks(nodes),
        failures,
        fc.integer({ min: 1, max: 15 }),
        (spec, list, time) => {
          const network = networkOf(spec);
          const run = new CascadeRun(takeState(network));
          for (const failure of list) run.fail(failure);
          run.advanceBefore(time);
          run.rewire(takeState(networkOf(spec)), time, { nodeAfter: (node) => node });
          run.advance(30);
          expect(run.events).toEqual(cascade(network, { failures: list, horizonSeconds: 30 }));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is monotone: a further failure that lasts brings no node back', () => {
    fc.assert(
      fc.property(networks(nodes), failures, fc.nat(nodes - 1), (spec, list, more) => {
        const still = (extra: { node: number; from: number }[]) => {
          const works = steadyState(networkOf(spec));
          const all = [...list.map(({ node, from }) => ({ node, from })), ...extra];
          for (const event of cascade(networkOf(spec), { failures: all, horizonSeconds: 100 })) {
            works[event.node] = event.works ? 1 : 0;
          }
          return works;
        };
        const [fewer, further] = [still([]), still([{ node: more, from: 0 }])];
        further.forEach((works, node) => {
          expect(works).toBeLessThanOrEqual(fewer[node] as number);
        });
      }),
    );
  });
});
