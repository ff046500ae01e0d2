/**
 * Cascades of tripping lines on the grid of a case file, at moments that random numbers draw: the
 * evaluation's and those that training sees have seeds of their own. Called by both.
 */
import { basename } from 'node:path';
import { loadSolver } from '../../linear-program/solver.ts';
import { hashText, RandomStream } from '../../model/random.ts';
import type { SpreadSample } from '../spread.ts';
import { caseModel, caseSnapshot } from './case-snapshots.ts';
import { type LineStress, lineStress } from './line-stress.ts';
import { outagePairs } from './outage-pairs.ts';

export interface CaseMoment {
  readonly stress: LineStress;
  readonly sample: SpreadSample;
  /** Gone on from by those who choose among the cascades. */
  readonly random: RandomStream;
}

export interface Moments {
  /** Keys the random numbers, together with the name of the file. */
  readonly seed: number;
  /** By the size of the grid where it is not given: 8 up to 250 lines, 1 from 1,400 on. */
  readonly moments?: number;
}

/** Lines of all moments together, about; the work of one grows with the square of its lines. */
const linesInAll = 2000;

/** The moments that are judged on. Frozen. */
export const judgedSeed = 3305;

/** Pairs of lines whose outage is looked at, at each moment. */
const drawnPairs = 128;

/** Name of the grid: that of its file. */
export function caseName(path: string): string {
  return basename(path).replace(/\.m$/, '');
}

/**
 * The first `moments` moments of a MATPOWER case, one by one. Throws BAD_USER_INPUT for a file
 * without a network, and where no dispatch keeps all limits.
 */
export async function* caseMoments(
  path: string,
  { seed, moments }: Moments,
): AsyncGenerator<CaseMoment> {
  const solver = await loadSolver();
  const model = caseModel(path);
  const bySize = Math.max(1, Math.min(8, Math.round(linesInAll / model.lines.length)));
  for (let moment = 0; moment < (moments ?? bySize); moment++) {
    const random = new RandomStream(seed ^ hashText(caseName(path)), moment);
    const stress = lineStress(caseSnapshot(solver, model, { random }));
    yield { stress, sample: pairOutages(stress, random), random };
  }
}

/** Outages of pairs of lines, drawn with more of the loaded ones. */
export function pairOutages({ network, cascade }: LineStress, random: RandomStream): SpreadSample {
  const spreads = outagePairs(network.base, drawnPairs, random).map((pair) => cascade.run(pair));
  return {
    network,
    onsets: spreads.map(({ onset }) => onset),
    outcomes: spreads.map(({ outcome }) => outcome),
  };
}
