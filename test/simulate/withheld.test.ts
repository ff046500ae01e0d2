import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeState } from '../../src/simulate/mechanisms/dependency/cascade.ts';
import { CascadeRun } from '../../src/simulate/mechanisms/dependency/cascade-run.ts';
import { type NetworkSpec, networkOf, networks } from './networks.ts';

const nodes = 7;
const spans = fc.array(
  fc.record({
    node: fc.nat(nodes - 1),
    from: fc.integer({ min: 1, max: 9 }),
    lasts: fc.integer({ min: 1, max: 8 }),
  }),
  { maxLength: 3 },
);
const once = spans.map((list) => [...new Map(list.map((span) => [span.node, span])).values()]);

/** The same network in which others rely on a node by way of a second one, which can fail alone. */
function byWayOfOffers(spec: NetworkSpec): NetworkSpec {
  const offers = [...Array(nodes).keys()].map((node) => ({
    owner: nodes + node,
    supports: [node],
    need: 1,
  }));
  const groups = spec.groups.map((group) => ({
    ...group,
    supports: group.supports.map((node) => nodes + node),
  }));
  return { ...spec, nodes: 2 * nodes, groups: [...groups, ...offers] };
}

describe('a node that others cannot count on', () => {
  it('works on while its dependents fare as if it had failed', () => {
    fc.assert(
      fc.property(networks(nodes), once, spans, (spec, withheld, failures) => {
        const run = new CascadeRun(takeState(networkOf(spec)));
        const other = new CascadeRun(takeState(networkOf(byWayOfOffers(spec))));
        for (const { node, from, lasts } of withheld) {
          // Between the instants of failures: what is released at one of them may ride with it.
          const until = from + lasts - 0.5;
          run.withhold(node, from, 0);
          run.release(node, until, 0);
          // A step further, as what follows from the failure of the node itself would be.
          other.fail({ node: nodes + node, from, until, step: 1 });
        }
        for (const { node, from, lasts } of failures) {
          for (const each of [run, other]) each.fail({ node, from, until: from + lasts });
        }
        const changes = (each: CascadeRun) =>
          each.events
            .filter(({ node }) => node < nodes)
            .map(({ time, node, works }) => `${time} ${node} ${works}`)
            .sort();
        for (const each of [run, other]) each.advance(60);
        expect(changes(run)).toEqual(changes(other));
      }),
      { numRuns: 6000 },
    );
  });
});
