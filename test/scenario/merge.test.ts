import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Json } from '../../src/model/json.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { checkOf } from '../../src/ontology/check.ts';
import { Branch } from '../../src/scenario/branch.ts';
import { difference } from '../../src/scenario/difference.ts';
import { type Merge, mergeOf } from '../../src/scenario/merge.ts';
import type { Side } from '../../src/scenario/merged-content.ts';
import {
  catalogue,
  fitting,
  listed,
  type NaiveGraph,
  naiveOf,
  plant,
  plantEdits,
} from './naive-graph.ts';

const graphWith = (edits: readonly Edit[]) =>
  Branch.at({ base: plant, catalogue, seed: 1, horizonSeconds: 60 }, edits).graph();

function merged(scenario: TwinGraph, present: TwinGraph, prefer?: Side): Merge {
  const sides = { base: plant, scenario, present, difference: difference(plant, scenario) };
  return mergeOf(sides, prefer);
}

const applied = (present: TwinGraph, { changes }: Merge) =>
  graphAfter(present, changes, { check: checkOf(catalogue) });

const set = (twin: string, property: string, value: Json): Edit => ({
  set: { twin, property, value },
});

/** The leaves of a graph: place → value, a record itself included. */
function leavesOf({ twins, relationships }: NaiveGraph): Map<string, Json> {
  const leaves = new Map<string, Json>();
  const add = (place: string, value: Json) => {
    if (typeof value !== 'object' || value === null) return leaves.set(place, value);
    for (const [key, item] of Object.entries(value)) add(`${place}/${key}`, item as Json);
    return leaves;
  };
  for (const [id, { model, properties }] of twins) {
    leaves.set(id, model);
    add(id, properties);
  }
  for (const [key, { target, properties }] of relationships) {
    leaves.set(key, target);
    add(key, properties);
  }
  return leaves;
}

/** The value at a place; of a record that is not there, that it is not. */
function valueIn(leaves: Map<string, Json>, place: string): Json | undefined {
  return leaves.has(place.split('/')[0] ?? '') ? leaves.get(place) : 'not there';
}

/** The places that both sides changed to different values: a leaf at a time, nothing cleverer. */
function naiveConflicts(scenario: TwinGraph, present: TwinGraph): string[] {
  const all = [plant, scenario, present].map((graph) => leavesOf(naiveOf(graph)));
  const places = new Set(all.flatMap((leaves) => [...leaves.keys()]));
  return [...places].filter((place) => {
    const [before, one, other] = all.map((leaves) => valueIn(leaves, place));
    // Of a record that both sides made, what one of them says and the other leaves out is no conflict.
    const bothMade = before === 'not there' && one !== before && other !== before;
    const was = bothMade ? undefined : before;
    return was !== one && was !== other && one !== other;
  });
}

/** Edits that add or remove no twin, so that places are all there is to a conflict. */
const valueEdits = (maxLength: number) =>
  plantEdits(maxLength, false).map((edits) =>
    fitting(edits.filter((edit) => !('addTwin' in edit || 'removeTwin' in edit))),
  );

describe('a merge', () => {
  test('has its conflicts exactly where both changed a property to different values', () => {
    fc.assert(
      fc.property(valueEdits(10), valueEdits(10), (some, others) => {
        const [scenario, present] = [graphWith(some), graphWith(others)];
        const { conflicts } = merged(scenario, present);
        const places = conflicts.map(({ twin, relationship, property }) => {
          const record = relationship === undefined ? twin : `${twin} ${relationship}`;
          return property.startsWith('$') ? record : `${record}/${property}`;
        });
        expect(places.sort()).toEqual(naiveConflicts(scenario, present).sort());
      }),
      { numRuns: 500 },
    );
  });

  test('gives every place the value of the side that changed it', () => {
    fc.assert(
      fc.property(valueEdits(10), valueEdits(10), fc.boolean(), (some, others, theirs) => {
        const [scenario, present] = [graphWith(some), graphWith(others)];
        const merge = merged(scenario, present, theirs ? 'scenario' : 'present');
        const after = leavesOf(naiveOf(applied(present, merge)));
        const [was, one, other] = [plant, scenario, present].map((each) => leavesOf(naiveOf(each)));
        for (const place of new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])) {
          // A record that one side removed is there as a whole or not at all.
          const record = place.split('/')[0] ?? '';
          if (was?.has(record) && !(one?.has(record) && other?.has(record))) continue;
          const [base, mine, now] = [was?.get(place), one?.get(place), other?.get(place)];
          const wanted = mine === base ? now : now === base || theirs ? mine : now;
          expect([place, after.get(place)]).toEqual([place, wanted]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('can be committed and merges to nothing more when it is merged again', () => {
    fc.assert(
      fc.property(plantEdits(12, false), plantEdits(12, false), fc.boolean(), (a, b, theirs) => {
        const [scenario, present] = [graphWith(fitting(a)), graphWith(fitting(b))];
        const prefer = theirs ? 'scenario' : 'present';
        const after = applied(present, merged(scenario, present, prefer));
        const again = applied(after, merged(scenario, after, prefer));
        expect(listed(naiveOf(again))).toEqual(listed(naiveOf(after)));
        if (merged(scenario, present).conflicts.length > 0) return;
        expect(merged(scenario, after).conflicts).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('into the base gives the scenario, and of the base changes nothing', () => {
    fc.assert(
      fc.property(plantEdits(15, false), (edits) => {
        const scenario = graphWith(fitting(edits));
        const into = merged(scenario, plant);
        expect(into.conflicts).toEqual([]);
        expect(listed(naiveOf(applied(plant, into)))).toEqual(listed(naiveOf(scenario)));
        expect(merged(plant, scenario)).toEqual({ changes: [], conflicts: [] });
        expect(merged(scenario, scenario)).toEqual({ changes: [], conflicts: [] });
      }),
      { numRuns: 500 },
    );
  });

  test('of edits elsewhere is these edits made in the present', () => {
    const ours = ['pump-1', 'tank-1'];
    const isOurs = (edit: Edit) => 'set' in edit && ours.includes(edit.set.twin);
    const sets = plantEdits(15, false).map((all) => all.filter((edit) => 'set' in edit));
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const mine = fitting(a.filter(isOurs));
        const theirs = fitting(b.filter((edit) => !isOurs(edit)));
        const { conflicts, ...merge } = merged(graphWith(mine), graphWith(theirs));
        expect(conflicts).toEqual([]);
        const after = applied(graphWith(theirs), { ...merge, conflicts });
        expect(listed(naiveOf(after))).toEqual(listed(naiveOf(graphWith([...theirs, ...mine]))));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a conflict', () => {
  const conflictsOf = (mine: Edit[], theirs: Edit[]) =>
    merged(graphWith(mine), graphWith(theirs)).conflicts;

  test('has the value on all three sides', () => {
    expect(conflictsOf([set('pump-1', 'power', 1)], [set('pump-1', 'power', 2)])).toEqual([
      { twin: 'pump-1', property: 'power', base: 10, scenario: 1, present: 2 },
    ]);
    expect(conflictsOf([set('pump-1', 'power', 2)], [set('pump-1', 'power', 2)])).toEqual([]);
    expect(
      conflictsOf([set('pump-1', 'thermostat/target', 1)], [set('pump-1', 'thermostat', null)]),
    ).toEqual([
      { twin: 'pump-1', property: 'thermostat/target', base: 20, scenario: 1, present: null },
    ]);
  });

  test('is a twin that one side removed and the other changed', () => {
    const remove: Edit[] = [{ removeTwin: { twin: 'pump-1' } }];
    const change = [set('pump-1', 'power', 2)];
    expect(conflictsOf(remove, change)).toEqual([
      { twin: 'pump-1', property: 'power', base: 10, scenario: null, present: 2 },
    ]);
    expect(conflictsOf(change, remove)).toEqual([
      { twin: 'pump-1', property: 'power', base: 10, scenario: 2, present: null },
    ]);
    expect(conflictsOf(remove, remove)).toEqual([]);
  });

  test('is a relationship that came to a twin which the scenario removed', () => {
    const joined: Edit = { addRelationship: { source: 'line-1', target: 'pump-1', name: 'feeds' } };
    const remove: Edit = { removeTwin: { twin: 'pump-1' } };
    const [present, scenario] = [graphWith([joined]), graphWith([remove])];
    const place = { twin: 'line-1', relationship: 'feeds:pump-1' };
    const values = { base: null, scenario: null, present: 'pump-1' };
    const { conflicts } = merged(scenario, present);
    expect(conflicts).toEqual([{ ...place, property: '$target', ...values }]);
    const kept = applied(present, merged(scenario, present, 'present'));
    expect(listed(naiveOf(kept))).toEqual(listed(naiveOf(present)));
    expect(applied(present, merged(scenario, present, 'scenario')).twin('pump-1')).toBeUndefined();
  });

  test('is a relationship to a twin that the present removed', () => {
    const joined: Edit = { addRelationship: { source: 'line-1', target: 'pump-1', name: 'feeds' } };
    const [scenario, present] = [
      graphWith([joined]),
      graphWith([{ removeTwin: { twin: 'pump-1' } }]),
    ];
    const place = { twin: 'line-1', relationship: 'feeds:pump-1' };
    const values = { base: null, scenario: 'pump-1', present: null };
    expect(merged(scenario, present).conflicts).toEqual([
      { ...place, property: '$target', ...values },
    ]);
    const back = applied(present, merged(scenario, present, 'scenario'));
    expect(back.twin('pump-1')?.properties).toEqual(plant.twin('pump-1')?.properties);
    expect(back.relationship({ source: 'line-1', id: 'feeds:pump-1' })).toBeDefined();
  });
});
