/** Superposed shifts and loads: against solving again, by hand, and against the declared rules. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generate } from '../../gnn/train/generate.ts';
import { dependencySamples } from '../../gnn/train/sample.ts';
import { flowsWithout, gridSnapshot } from '../../src/evaluate/dc-cascade/grid-snapshot.ts';
import { lineStress } from '../../src/evaluate/dc-cascade/line-stress.ts';
import { declaredSteps } from '../../src/predict/declared-rule.ts';
import { dependencyOnset } from '../../src/predict/gnn/dependency-stress.ts';
import { followed, superposed, superposedLoads } from '../../src/predict/gnn/superposition.ts';
import { onsetAfter, stressCases, stressNetwork } from '../evaluate/small-stress.ts';

describe('loads that are passed on', () => {
  // Six nodes, each tied to each; what goes from 0 to 5 may take many ways.
  const lines = [0, 1, 2, 3, 4].flatMap((from) =>
    Array.from({ length: 5 - from }, (_, i) => ({ from, to: from + 1 + i })),
  );
  const direct = lines.findIndex(({ from, to }) => from === 0 && to === 5);
  const weak = lines.findIndex(({ from, to }) => from === 0 && to === 4);
  const snapshot = gridSnapshot({
    lines: lines.map((line, i) => ({
      ...line,
      susceptance: 1 + (i % 4),
      rating: i === weak ? 3.2 : 40,
    })),
    demand: Float64Array.of(0, 0, 0, 0, 0, 12),
    generation: Float64Array.of(12, 0, 0, 0, 0, 0),
    margin: () => 1,
  });
  const { network, cascade } = lineStress(snapshot);
  const { onset, outcome } = cascade.run([direct]);

  test('come to what solving again gives, one outage after another', () => {
    const { steps, second } = superposedLoads(network, onset);
    expect(outcome[weak]).toBe(1);
    expect([...steps]).toEqual([...outcome]);
    const solved = cascade.stressOf(flowsWithout(snapshot, [direct, weak]));
    for (const [line, stress] of solved.entries()) {
      if ((outcome[line] as number) < 0) expect(second[line]).toBeCloseTo(Math.abs(stress), 3);
    }
  });

  test('are not what the shifts of normal days say', () => {
    const [plain, carried] = [superposed(network, onset), superposedLoads(network, onset)];
    const gap = (line: number) => (carried.second[line] ?? 0) - (plain.second[line] ?? 0);
    expect(Math.max(...lines.map((_, line) => gap(line)))).toBeGreaterThan(0.005);
  });
});

test('where nothing carries load, loads are shifts', () => {
  fc.assert(
    fc.property(stressCases, ({ spec, failed }) => {
      const network = stressNetwork(spec);
      const onset = onsetAfter(network, failed);
      expect(superposedLoads(network, onset)).toEqual(superposed(network, onset));
    }),
  );
});

test('declared rules are superposed shifts, where no ring holds itself up', () => {
  for (const { network, declared, onsets } of dependencySamples(generate('test', 10))) {
    for (const { failed } of onsets) {
      const { steps } = superposed(network, dependencyOnset(declared, failed));
      const rules = declaredSteps(declared, failed);
      // What the rules take down beyond that is a ring that is cut off from every source.
      for (const [n, step] of steps.entries()) if (step >= 0) expect(rules[n]).toBe(step);
    }
  }
});

test('an element that nothing leans on is followed as in the whole', () => {
  fc.assert(
    fc.property(stressCases, ({ spec, failed }) => {
      const network = stressNetwork({ ...spec, shifts: spec.shifts.filter(([who]) => who !== 0) });
      const onset = onsetAfter(
        network,
        failed.filter((n) => n !== 0),
      );
      const whole = superposed(network, onset);
      const [from, to] = [network.limitOffsets[0] ?? 0, network.limitOffsets[1] ?? 0];
      fc.pre(to > from);
      // The same network where only element 0 has limits.
      const offsets = Int32Array.from(network.limitOffsets, (_, n) => (n === 0 ? 0 : to - from));
      const { shifts } = network;
      const end = shifts.offsets[to] ?? 0;
      const alone = {
        ...network,
        limitOffsets: offsets,
        twoSided: network.twoSided.slice(from, to),
        shifts: {
          ...shifts,
          rows: to - from,
          offsets: shifts.offsets.slice(from, to + 1),
          indices: shifts.indices.slice(0, end),
          values: shifts.values.slice(0, end),
        },
      };
      const known = Int16Array.from(whole.steps, (step, n) => (n === 0 ? -1 : step));
      const own = { failed: onset.failed, stress: onset.stress.slice(from, to) };
      const { steps, peak, second } = followed(alone, own, known);
      expect([steps[0], peak[0], second[0]]).toEqual([
        whole.steps[0],
        whole.peak[0],
        whole.second[0],
      ]);
    }),
  );
});
