/**
 * Cascades of tripping lines on the grid of a case file, at moments of its own for each split.
 * Called by training, which leaves one grid out, and by the evaluation of that one.
 */
import { basename } from 'node:path';
import { caseModel, caseSnapshot } from '../../src/evaluate/dc-cascade/case-snapshots.ts';
import { lineStress } from '../../src/evaluate/dc-cascade/line-stress.ts';
import { loadSolver } from '../../src/linear-program/solver.ts';
import { hashText, RandomStream } from '../../src/model/random.ts';
import type { Split } from './generate.ts';
import { chosen, type OverloadExample, pairOutages } from './overload-examples.ts';

/** Frozen, as those of the generated grids. */
const seeds: Readonly<Record<Split, number>> = {
  train: 1103,
  validation: 2204,
  test: 3305,
  large: 4406,
};

/**
 * The first `moments` moments of a MATPOWER case. Throws BAD_USER_INPUT for a file without a network,
 * and where no dispatch keeps all limits.
 */
export async function caseExamples(
  path: string,
  { split, moments }: { readonly split: Split; readonly moments: number },
): Promise<OverloadExample[]> {
  const solver = await loadSolver();
  const model = caseModel(path);
  const family = basename(path).replace(/\.m$/, '');
  return Array.from({ length: moments }, (_, graph) => {
    const random = new RandomStream(seeds[split] ^ hashText(family), graph);
    const stress = lineStress(caseSnapshot(solver, model, { random }));
    return { family, graph, ...chosen(pairOutages(stress, random), split, random) };
  });
}
