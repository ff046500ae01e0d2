import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LinchpinError } from '../../src/model/errors.ts';
import { type Edit, scenarioHash } from '../../src/model/scenario.ts';
import { Branch } from '../../src/scenario/branch.ts';
import { modelsHash } from '../../src/scenario/models-hash.ts';
import { planOf } from '../../src/scenario/plan.ts';
import { graphDigest } from '../support/graph-digest.ts';
import {
  applyNaively,
  catalogue,
  fitting,
  listed,
  naiveOf,
  plant,
  plantEdits,
} from './naive-graph.ts';

const setting = { base: plant, catalogue, seed: 1, horizonSeconds: 60 };

/** Positions of the edits that a branch refuses. */
function refusedBy(branch: Branch): number[] {
  try {
    branch.graph();
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(LinchpinError);
    const found = (error as LinchpinError).problems.map(({ index }) => index as number);
    return [...new Set(found)];
  }
}

/** The edits in parts, each a fork of the one before. */
function forked(edits: readonly Edit[], cuts: readonly number[]): Branch[] {
  const branches = [Branch.at(setting)];
  let from = 0;
  for (const cut of [...cuts.map((each) => each % (edits.length + 1)), edits.length].sort(
    (a, b) => a - b,
  )) {
    branches.push((branches.at(-1) as Branch).fork(edits.slice(from, cut)));
    from = cut;
  }
  return branches;
}

describe('the graph of a branch', () => {
  test('is the same edits applied to a copy, and the same edits are refused', () => {
    const before = graphDigest(plant);
    fc.assert(
      fc.property(plantEdits(8), (edits) => {
        const copy = naiveOf(plant);
        const refused = applyNaively(copy, edits);
        const branch = Branch.at(setting, edits);
        expect(refusedBy(branch)).toEqual(refused);
        if (refused.length === 0) expect(listed(naiveOf(branch.graph()))).toEqual(listed(copy));
      }),
      { numRuns: 10_000 },
    );
    expect(graphDigest(plant)).toBe(before);
  });

  test('holds with edits that all fit, many of them', () => {
    fc.assert(
      fc.property(plantEdits(60), (wanted) => {
        const edits = fitting(wanted);
        const copy = naiveOf(plant);
        expect(applyNaively(copy, edits)).toEqual([]);
        expect(listed(naiveOf(Branch.at(setting, edits).graph()))).toEqual(listed(copy));
      }),
      { numRuns: 500 },
    );
  });

  test('is the same however it was forked, and whichever graphs were asked for before', () => {
    const cuts = fc.array(fc.nat(20), { maxLength: 4 });
    const looks = fc.array(fc.nat(5), { maxLength: 4 });
    fc.assert(
      fc.property(plantEdits(20), cuts, looks, fc.boolean(), (wanted, at, looked, inOrder) => {
        const fits = fitting(wanted);
        // What is forked later may take effect before what was there.
        const edits = inOrder ? fits : fits.toSorted((a, b) => (b.at ?? -1) - (a.at ?? -1));
        const whole = Branch.at(setting, edits);
        const branches = forked(edits, at);
        // One that has not all of the edits yet may be refused.
        for (const each of looked) refusedBy(branches[each % branches.length] as Branch);
        const last = branches.at(-1) as Branch;
        expect(graphDigest(last.graph())).toBe(graphDigest(whole.graph()));
        expect(last.edits).toEqual(edits);
        expect(last.id).toBe(whole.id);
      }),
      { numRuns: 600 },
    );
  });

  test('at a time has the edits that have taken effect by then', () => {
    fc.assert(
      fc.property(plantEdits(15), fc.integer({ min: 0, max: 4 }), (wanted, at) => {
        const edits = fitting(wanted);
        const copy = naiveOf(plant);
        applyNaively(copy, edits, at);
        expect(listed(naiveOf(Branch.at(setting, edits).graph(at)))).toEqual(listed(copy));
      }),
      { numRuns: 500 },
    );
  });

  test('is the graph that the simulator runs on at the end', () => {
    fc.assert(
      fc.property(plantEdits(15), (wanted) => {
        const edits = fitting(wanted).filter((edit) => !('outage' in edit));
        const branch = Branch.at(setting, edits);
        const { start, later } = planOf(plant, catalogue, branch.scenario);
        const last = (later.at(-1) ?? start).graph;
        expect(graphDigest(branch.graph())).toBe(graphDigest(last));
      }),
      { numRuns: 300 },
    );
  });

  test('is not made of a parent that takes effect later', () => {
    const set = (value: number) => ({ set: { twin: 'line-1', property: 'power', value } });
    const parent = Branch.at(setting, [{ ...set(7), at: 10 }]);
    expect(parent.graph().twin('line-1')?.properties.power).toBe(7);
    const child = parent.fork([set(8)]);
    expect(child.graph().twin('line-1')?.properties.power).toBe(7);
    expect(child.graph(9).twin('line-1')?.properties.power).toBe(8);
  });
});

describe('a branch', () => {
  test('is told apart by base, models, edits, seed and horizon, and by nothing else', () => {
    const edits: Edit[] = [{ outage: { twin: 'line-1' } }];
    const { id } = Branch.at(setting, edits);
    const models = modelsHash(catalogue);
    expect(id).toBe(scenarioHash({ base: 0, models, edits, seed: 1, horizonSeconds: 60 }));
    expect(Branch.at(setting).fork([]).fork(edits).id).toBe(id);
    expect(Branch.at(setting).fork(edits, { seed: 2 }).id).not.toBe(id);
    expect(Branch.at(setting).fork(edits, { horizonSeconds: 61 }).id).not.toBe(id);
    expect(Branch.at(setting).fork(edits, { seed: 2 }).fork([], { seed: 1 }).id).toBe(id);
  });

  test('of ten thousand forks in a row has its graph', () => {
    let branch = Branch.at(setting);
    for (let value = 1; value <= 10_000; value++) {
      branch = branch.fork([{ set: { twin: 'line-1', property: 'power', value } }]);
    }
    expect(branch.size).toBe(10_000);
    expect(branch.graph().twin('line-1')?.properties.power).toBe(10_000);
    expect(branch.fork([]).graph()).toBe(branch.graph());
  });
});
