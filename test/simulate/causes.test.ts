/** Every failure leads back to an edit, on arbitrary networks and on the city. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import type { SimulationEvent } from '../../src/simulate/simulator.ts';
import { catalogue as seedCatalogue, seedGraph } from '../seeds/seed-world.ts';
import { core, graphOf, link, testCatalogue, twin } from './graphs.ts';
import { type NetworkSpec, networks } from './networks.ts';

const nodes = 8;
const catalogue = testCatalogue();
const idOf = (node: number) => `n${node}`;

/** The network as twins that depend on one another. */
function graphOfNetwork(spec: NetworkSpec) {
  const rules = spec.groups.map(({ owner, need, supports }, g) => {
    const rule = need === undefined ? 'all' : 'kOfN';
    return { owner, supports, name: `g${g}`, rule, threshold: need ?? supports.length };
  });
  const rulesOf = (node: number) =>
    rules
      .filter(({ owner }) => owner === node)
      .map(({ name, rule, threshold }) => [name, { rule, threshold }]);
  return graphOf([
    ...Array.from({ length: spec.nodes }, (_, node) =>
      twin(idOf(node), core('Dependent'), {
        dependencyRules: Object.fromEntries(rulesOf(node)),
        failureDelay: spec.delays?.[node] ?? 0,
        recoveryDelay: spec.recoveries?.[node] ?? 0,
      }),
    ),
    ...rules.flatMap(({ owner, supports, name }) =>
      [...new Set(supports)].map((support) => ({
        addRelationship: {
          source: idOf(owner),
          id: `${name}:${support}`,
          name: 'dependsOn',
          target: idOf(support),
          properties: { group: name },
        },
      })),
    ),
  ]);
}

const node = fc.nat(nodes - 1);
const at = fc.constantFrom(undefined, 1, 3, 4, 6);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .record({ twin: node.map(idOf), from: fc.nat(6), lasts: fc.integer({ min: 1, max: 9 }) })
    .map(({ twin, from, lasts }) => ({ outage: { twin, from, until: from + lasts } })),
  fc
    .record({ twin: node.map(idOf), value: fc.boolean(), at })
    .map(({ twin, value, at }) => timed({ set: { twin, property: 'operational', value } }, at)),
  fc
    .record({ source: node.map(idOf), target: node.map(idOf), at })
    .map(({ at, ...ends }) =>
      timed(link(ends.source, 'dependsOn', ends.target, { group: 'new' }) as Edit, at),
    ),
);

function timed(edit: Edit, at: number | undefined): Edit {
  return at === undefined ? edit : { ...edit, at };
}

/** Removals come last, so that nothing else names what is gone. */
const edits = fc
  .tuple(
    fc.uniqueArray(edit, {
      minLength: 1,
      maxLength: 4,
      selector: ({ at: _, ...what }) => JSON.stringify(what),
    }),
    fc.option(node.map(idOf)),
  )
  .map(([list, twin]) =>
    twin === null ? list : [...list, timed({ removeTwin: { twin } }, 7) as Edit],
  );

/** Fails unless every failure has a cause, and each cause leads to an edit. */
function expectGrounded(events: readonly SimulationEvent[]): void {
  const grounded = new Map<string, boolean>();
  for (const event of events) {
    if (event.effect === 'recovers') continue;
    const where = JSON.stringify(event);
    expect(event.causes.length, where).toBeGreaterThan(0);
    for (const cause of event.causes) {
      if ('twin' in cause) expect(grounded.get(cause.twin), where).toBe(true);
    }
    grounded.set(event.twin, true);
  }
}

describe('the causes of failures', () => {
  it('lead from every failure back to an edit, with rides, circles and changes in mid-run', async () => {
    let failures = 0;
    await fc.assert(
      fc.asyncProperty(networks(nodes), edits, async (spec, list) => {
        const graph = graphOfNetwork(spec);
        const run = (list: readonly Edit[]) => {
          const scenario = { base: 0, edits: list, seed: 1, horizonSeconds: 60 };
          return engine().run({ graph, catalogue, scenario });
        };
        const calm = await run([]);
        fc.pre(calm.kpis.every(({ name, value }) => name !== 'failed' || value === 0));
        const { events } = await run(list);
        failures += events.length;
        expectGrounded(events);
      }),
      { numRuns: 500 },
    );
    expect(failures).toBeGreaterThan(500);
  });

  it('name the pumps behind a tank that rode on until it was empty', async () => {
    const graph = seedGraph('city');
    const outage = { twin: 'substation-harbour', until: 2 * 86_400 };
    const scenario = { base: 0, edits: [{ outage }], seed: 1, horizonSeconds: 86_400 };
    const { events } = await engine().run({ graph, catalogue: seedCatalogue(), scenario });
    const tank = events.find(({ twin }) => twin === 'tank-harbour');
    expect(tank).toMatchObject({
      time: 8 * 3600,
      causes: [{ twin: 'pump-harbour-1' }, { twin: 'pump-harbour-2' }],
    });
    expectGrounded(events.filter(({ effect }) => effect === 'fails'));
  });
});
