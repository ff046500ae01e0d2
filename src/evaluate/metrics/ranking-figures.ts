/** A ranking beside the true one, in the figures that `linchpin evaluate motter-lai` prints. */
import { kendallTau } from '../../statistics/kendall.ts';
import { meanCumulativeFraction } from './mean-cumulative-fraction.ts';

export interface RankingFigures {
  /** Kendall's τ-b, -1 … 1. */
  readonly tau: number;
  /** Mean cumulative fraction, 0 … 1. */
  readonly mcf: number;
}

/** Of scores that rank elements, beside their true values. */
export function rankingFigures(
  predicted: ArrayLike<number>,
  values: ArrayLike<number>,
): RankingFigures {
  return { tau: kendallTau(predicted, values), mcf: meanCumulativeFraction(predicted, values) };
}
