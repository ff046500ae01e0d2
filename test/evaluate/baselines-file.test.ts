/** The file of learned baselines: what was written is read, what is damaged is refused with the place. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readBaselines } from '../../src/evaluate/baselines/baselines-file.ts';
import { treeProbabilities } from '../../src/evaluate/baselines/boosted-trees/boosted-trees.ts';
import { fitBoostedTrees } from '../../src/evaluate/baselines/boosted-trees/fit-boosted-trees.ts';
import { packTrees, unpackTrees } from '../../src/evaluate/baselines/boosted-trees/packed-trees.ts';
import { cooled, learnedNames } from '../../src/evaluate/baselines/fitted-baselines.ts';
import { packageRoot } from '../../src/package-root.ts';
import { learnedData } from './learned-data.ts';

const shipped = join(packageRoot(), 'gnn', 'weights', 'fault-propagation', 'baselines.json');
const folder = mkdtempSync(join(tmpdir(), 'linchpin-baselines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('packed trees', () => {
  const table = learnedData(0, 2000);
  const model = fitBoostedTrees(table, { trees: 12 });
  const names = table.columns;

  test('say the same, but for the rounding of what leaves add', () => {
    const again = unpackTrees(packTrees(model), names);
    expect(again?.trees.map(({ column, left }) => ({ column, left }))).toEqual(
      model.trees.map(({ column, left }) => ({ column, left })),
    );
    const said = treeProbabilities(again ?? model, table);
    for (const [row, value] of treeProbabilities(model, table).entries())
      expect(said[row]).toBeCloseTo(value, 6);
  });

  test('send every float32 to the side that it went to', () => {
    const numbers = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.double({ min: -1e30, max: 1e30, noNaN: true }), numbers, (threshold, x) => {
        const tree = {
          column: [0, -1, -1],
          threshold: [threshold, 0, 0],
          left: [1, -1, -1],
          value: [0, 1, 2],
        };
        const one = { kind: 'boosted-trees', columns: ['x'], prior: 0, trees: [tree] } as const;
        const kept = unpackTrees(packTrees(one), ['x'])?.trees[0]?.threshold[0] ?? Number.NaN;
        for (const value of [x, Math.fround(threshold)])
          expect(value > kept).toBe(value > threshold);
      }),
    );
  });

  test('that are cut, of other columns or ends without trees are none', () => {
    const packed = packTrees(model);
    expect(unpackTrees({ ...packed, numbers: packed.numbers.slice(0, -8) }, names)).toBeUndefined();
    expect(unpackTrees({ ...packed, sizes: packed.sizes.slice(1) }, names)).toBeUndefined();
    expect(unpackTrees(packed, names.slice(0, 2))).toBeUndefined();
    const [first = 0, second = 0, ...rest] = packed.sizes;
    const moved = { ...packed, sizes: [first - 1, second + 1, ...rest] };
    expect(unpackTrees(moved, names)).toBeUndefined();
  });
});

test('cooling follows the logistic function, and stays finite at 0 and 1', () => {
  expect(cooled(0.8, { slope: 1, intercept: 0 })).toBeCloseTo(0.8, 12);
  // Log-odds of 0.8 are log 4; half of that those of 2 / 3.
  expect(cooled(0.8, { slope: 0.5, intercept: 0 })).toBeCloseTo(2 / 3, 12);
  for (const probability of [0, 1])
    expect(Number.isFinite(cooled(probability, { slope: 2, intercept: 1 }))).toBe(true);
});

describe('the shipped file', () => {
  const text = readFileSync(shipped, 'utf8');
  const edited = (edit: (file: Record<string, unknown>) => void) => {
    const file = JSON.parse(text);
    edit(file);
    const path = join(folder, 'baselines.json');
    writeFileSync(path, JSON.stringify(file));
    return () => readBaselines(path);
  };

  test('holds four models for each task and what they were fitted to, in less than 400 kB', () => {
    const { record, ...tasks } = readBaselines(shipped);
    expect(Object.keys(tasks)).toEqual(['motter-lai', 'dc-cascade']);
    for (const models of Object.values(tasks)) {
      expect(Object.keys(models)).toEqual(learnedNames);
      for (const { fit, validation } of Object.values(models))
        expect(validation[fit]).toBe(Math.max(validation.both, validation.own));
    }
    for (const split of Object.values(record.data))
      for (const { graphs, sha256 } of Object.values(split)) {
        expect(graphs).toBeGreaterThan(0);
        expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      }
    expect(statSync(shipped).size).toBeLessThan(400_000);
  });

  test('is refused where it is cut off', () => {
    const path = join(folder, 'cut.json');
    writeFileSync(path, text.slice(0, text.length / 2));
    expect(() => readBaselines(path)).toThrow(
      `VALIDATION_FAILED ${path}: the baselines are not JSON; expected a whole JSON document; restore the folder from the package, or fit them again`,
    );
  });

  test('is refused with other columns, another format, or numbers that were changed', () => {
    expect(edited((file) => (file.features as string[]).pop())).toThrow(
      /VALIDATION_FAILED .*: the baselines were fitted to other columns; expected stress, excess, /,
    );
    expect(edited((file) => Object.assign(file, { format: 2 }))).toThrow('; expected format 1; ');
    expect(edited((file) => Object.assign(file, { plan: {} }))).toThrow(
      /have the hash [0-9a-f]{64};/,
    );
    expect(edited((file) => delete file.tasks)).toThrow('VALIDATION_FAILED');
  });

  test('is asked for where it is missing', () => {
    expect(() => readBaselines('/nowhere/baselines.json')).toThrow(
      'NOT_FOUND /nowhere/baselines.json: the learned baselines are not here; restore the folder from the package, or fit them again',
    );
  });
});
