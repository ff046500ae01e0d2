import { describe, expect, it } from 'vitest';
import { behaviourOf, behaviours } from '../../src/behaviour/behaviours.ts';
import { dependencyNetwork } from '../../src/behaviour/build-dependency-network.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Binding } from '../../src/ontology/catalogue.ts';
import { steadyState } from '../../src/simulate/mechanisms/dependency/cascade.ts';
import { core, graphOf, link, testCatalogue, testModel, twin } from '../simulate/graphs.ts';

/** A twin `x` with three supports of a group, the given ones of which have failed: does it work? */
function works(properties: JsonObject, failed: readonly number[], weights: JsonObject[] = []) {
  const ids = ['a', 'b', 'c'];
  const graph = graphOf([
    ...ids.map((id, i) => twin(id, core('Asset'), { operational: !failed.includes(i) })),
    twin('x', core('Dependent'), properties),
    ...ids.map((id, i) => link('x', 'dependsOn', id, { group: 'power', ...weights[i] })),
  ]);
  const network = dependencyNetwork(graph, testCatalogue());
  return steadyState(network)[graph.indexOf('x')] === 1;
}

describe('the dependency network', () => {
  it('counts supports by the rule: any by default, all, k of n', () => {
    expect([works({}, [0, 1]), works({}, [0, 1, 2])]).toEqual([true, false]);
    const all = { dependencyRule: 'all' };
    expect([works(all, []), works(all, [2])]).toEqual([true, false]);
    const two = { dependencyRule: 'kOfN', dependencyThreshold: 2 };
    expect([works(two, [0]), works(two, [0, 1])]).toEqual([true, false]);
  });

  it('counts weights for a fraction, and a bad weight as 1', () => {
    const most = { dependencyRule: 'fraction', dependencyThreshold: 0.7 };
    const weights = [{ weight: 8 }, { weight: 1 }, { weight: -3 }];
    expect([works(most, [1, 2], weights), works(most, [0], weights)]).toEqual([true, false]);
  });

  it('takes k without a threshold for any, k above n for all, and a threshold of 0 as met', () => {
    expect([
      works({ dependencyRule: 'kOfN' }, [0, 1]),
      works({ dependencyRule: 'kOfN' }, [0, 1, 2]),
    ]).toEqual([true, false]);
    const seven = { dependencyRule: 'kOfN', dependencyThreshold: 7 };
    expect([works(seven, []), works(seven, [0])]).toEqual([true, false]);
    expect(works({ dependencyRule: 'kOfN', dependencyThreshold: 0 }, [0, 1, 2])).toBe(true);
  });

  it('needs a group that dependencyRules names, even without a support', () => {
    const rules = { dependencyRules: { water: { rule: 'any' } } };
    expect(works(rules, [])).toBe(false);
    expect(works({ dependencyRules: { power: { rule: 'all' } } }, [0])).toBe(false);
  });

  it('reads foreign models through bindings: a breaker that is open has failed', () => {
    const bindings: Binding[] = [
      {
        interface: testModel('Breaker'),
        behaviour: core('Dependent'),
        properties: { operational: 'closed' },
        defaults: { failureDelay: 5, dependencyRules: { power: { rule: 'any' } } },
      },
      { relationship: 'links', interface: testModel('Breaker'), dependent: 'both', group: 'power' },
    ];
    const catalogue = testCatalogue(bindings);
    const graph = graphOf([
      twin('grid', core('Asset')),
      twin('q1', testModel('Breaker'), { closed: true }),
      twin('q2', testModel('Breaker'), { closed: false }),
      twin('q3', testModel('Breaker'), { closed: true }),
      link('q1', 'links', 'grid'),
      link('q1', 'links', 'q2'),
      link('q3', 'links', 'q2'),
    ]);
    const network = dependencyNetwork(graph, catalogue);
    expect([...network.failed]).toEqual([0, 0, 1, 0]);
    expect([...network.delaySeconds]).toEqual([0, 5, 5, 5]);
    const dependent = behaviourOf(graph, catalogue, behaviours.dependent);
    expect(dependent.nodes()).toEqual([1, 2, 3]);
    expect(dependent.value(1, 'operational')).toBe(true);
    expect(dependencyNetwork(graph, catalogue)).toBe(network);
  });

  it('lets a ring of two-way supports fall when it is cut off from its source', () => {
    const bindings: Binding[] = [
      { relationship: 'links', interface: testModel('Breaker'), dependent: 'both', group: 'power' },
    ];
    const ring = [0, 1, 2, 3].map((i) => link(`q${i}`, 'links', `q${(i + 1) % 4}`));
    const supplied = (operational: boolean) => {
      const graph = graphOf([
        ...[0, 1, 2, 3].map((i) => twin(`q${i}`, testModel('Breaker'))),
        ...ring,
        twin('source', core('Asset'), { operational }),
        twin('feed', core('Dependent')),
        link('feed', 'dependsOn', 'source', { group: 'power' }),
        link('q0', 'links', 'feed'),
      ]);
      const network = dependencyNetwork(graph, testCatalogue(bindings));
      return [0, 1, 2, 3].map((i) => steadyState(network)[graph.indexOf(`q${i}`)]);
    };
    expect(supplied(true)).toEqual([1, 1, 1, 1]);
    expect(supplied(false)).toEqual([0, 0, 0, 0]);
  });
});
