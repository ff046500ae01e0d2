/** The fit of learned baselines, small: better than a guess on graphs of another split, and kept whole. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lineExamples, motterLaiExamples } from '../../gnn/train/overload-examples.ts';
import { trainBaselines } from '../../gnn/train/train-baselines.ts';
import { readBaselines } from '../../src/evaluate/baselines/baselines-file.ts';
import { saidByFitted } from '../../src/evaluate/baselines/contenders.ts';
import { cascadeTasks, learnedNames } from '../../src/evaluate/baselines/fitted-baselines.ts';
import { failingShare, spreadFigures } from '../../src/evaluate/metrics/spread-figures.ts';

const folder = mkdtempSync(join(tmpdir(), 'linchpin-fit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plan = {
  graphs: { train: 3, validation: 2 },
  cascades: 12,
  trees: 8,
  depth: 4,
  learningRate: 0.3,
};

describe('a small fit', async () => {
  const fitted = await trainBaselines(folder, plan);
  const read = readBaselines(join(folder, 'baselines.json'));
  const judged = {
    'motter-lai': motterLaiExamples('test', 1),
    'dc-cascade': lineExamples('test', 1),
  };

  test.each(cascadeTasks)('of %s beats prevalence, and says the same when it is read', (task) => {
    for (const { network, onsets, outcomes } of judged[task])
      for (const name of learnedNames) {
        const said = onsets.map((onset) => saidByFitted(fitted[task][name], network, onset));
        const { ap = 0, coverage } = spreadFigures(said, outcomes);
        expect(ap).toBeGreaterThan(1.5 * failingShare(outcomes));
        expect(coverage).toBeGreaterThan(0.5);
        const again = saidByFitted(read[task][name], network, onsets[0] as (typeof onsets)[0]);
        for (const [n, value] of again.probability.entries())
          expect(value).toBeCloseTo(said[0]?.probability[n] as number, 5);
      }
  });

  test('records its plan and the hashes of its data', () => {
    expect(read.record.plan).toEqual(plan);
    expect(read.record.data.train['dc-cascade'].graphs).toBe(3);
    const { train, validation } = read.record.data;
    expect(train['motter-lai'].sha256).not.toBe(validation['motter-lai'].sha256);
  });
});
