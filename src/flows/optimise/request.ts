/** What an optimisation is asked and answers, and what can be wrong with it. Used by `optimise`. */
import { LinchpinError } from '../../model/errors.ts';
import type { Edit } from '../../model/scenario.ts';
import type { KpiQuestion, KpiRuns } from '../kpi-runs.ts';

export interface OptimiseRequest extends KpiQuestion {
  readonly candidates: readonly Candidate[];
  /** The costs of what is chosen sum to at most this; 0 or more. */
  readonly budget: number;
  /**
   * The asker's word that no candidate ever makes the figure worse, whatever else is chosen. Then
   * taking all that is left bounds what is possible. Checked on every pair of runs that shows it;
   * one that does not keep it makes the bound void.
   */
  readonly isMonotone?: boolean;
}

/** Edits that may be made, together or not at all. */
export interface Candidate {
  readonly label: string;
  /** 0 or more, in the unit of the budget. */
  readonly cost: number;
  readonly edits: readonly Edit[];
  /** Of the candidates of a group at most one is chosen. */
  readonly group?: string;
}

export interface Choice {
  /** Labels, in the order of the candidates. */
  readonly chosen: readonly string[];
  readonly cost: number;
  /** The figure with them: a mean where it is random. */
  readonly value: number;
}

export interface Optimised extends Choice {
  readonly kpi: KpiRuns['kpi'];
  /** The figure with nothing chosen. */
  readonly base: number;
  /** Of the paired differences, `value` less `base`: 95 % confidence; a point where nothing is random. */
  readonly interval: readonly [number, number];
  /** By one program and a run of it, by runs of all that is affordable, by bounds, or by exchange. */
  readonly method: 'mixedIntegerProgram' | 'enumeration' | 'branchAndBound' | 'localSearch';
  /** No choice has a better figure; absent where nothing is proven. */
  readonly bound?: number;
  /** How far `value` is from the bound, 0 or more; absent with it. */
  readonly gap?: number;
  /** Whether the choice is proven best, or where the figure is random best by `probability`. */
  readonly isProven: boolean;
  /** Where the figure is random: a lower bound of the probability that it is the best of the finalists. */
  readonly probability?: number;
  readonly runs: number;
  /** What a bound is on, or why a program was not taken at its word. */
  readonly remark?: string;
  /** The second best of what was run. */
  readonly runnerUp?: Choice;
  /** The choice that is out of reach and gains most for a unit more of budget. */
  readonly next?: Choice & { readonly extraBudget: number; readonly gainPerUnit: number };
  /** What cannot be run, by label. */
  readonly refused: readonly { readonly label: string; readonly message: string }[];
}

const mostCandidates = 200;

/** Throws `BAD_USER_INPUT` for candidates or a budget that cannot be meant. */
export function checkOptimise({ candidates, budget }: OptimiseRequest): void {
  if (candidates.length === 0 || candidates.length > mostCandidates) {
    throw bad('candidates', `there are ${candidates.length} candidates`, `1 to ${mostCandidates}`);
  }
  if (!(budget >= 0 && budget < Number.POSITIVE_INFINITY)) {
    throw bad('budget', `a budget of ${budget} buys nothing`, 'a number of at least 0');
  }
  const labels = new Set<string>();
  candidates.forEach(({ label, cost, edits }, i) => {
    const place = `candidates[${i}]`;
    if (label === '') throw bad(`${place}.label`, 'the label is empty', 'a name');
    if (labels.has(label))
      throw bad(`${place}.label`, `${label} is there twice`, 'each label once');
    labels.add(label);
    if (!(cost >= 0 && cost < Number.POSITIVE_INFINITY)) {
      throw bad(`${place}.cost`, `${cost} is no cost`, 'a number of at least 0');
    }
    if (edits.length === 0) throw bad(`${place}.edits`, 'there is no edit', 'at least one');
  });
}

function bad(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}
