/**
 * Cascades of tripping lines on the grid of a case file, at moments of its own for each split.
 * Called by training, which leaves one grid out, and by the evaluation of that one.
 */
import { caseMoments, caseName, judgedSeed } from '../../src/evaluate/dc-cascade/case-moments.ts';
import type { Split } from './generate.ts';
import { chosen, type OverloadExample } from './overload-examples.ts';

/** Frozen, as those of the generated grids. */
const seeds: Readonly<Record<Split, number>> = {
  train: 1103,
  validation: 2204,
  test: judgedSeed,
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
  const family = caseName(path);
  const examples: OverloadExample[] = [];
  for await (const { sample, random } of caseMoments(path, { seed: seeds[split], moments }))
    examples.push({ family, graph: examples.length, ...chosen(sample, split, random) });
  return examples;
}
