/**
 * An irreducible infeasible set of a program that has just been found infeasible: HiGHS's own where
 * it proves one, else by the deletion filter (Chinneck and Dravnieks, ORSA Journal on Computing 3
 * (1991) 157): leave out one bound after the other for good, as long as it stays infeasible.
 */
import type { Highs, Model } from 'highs';

export interface InfeasibleSet {
  /** Ascending. */
  readonly rows: readonly number[];
  /** Columns whose bounds take part, ascending. */
  readonly columns: readonly number[];
}

/** What HiGHS gives when asked for irreducible sets, rows first. */
const irreducible = 2 + 4;

export function infeasibleSet(highs: Highs, model: Model): InfeasibleSet {
  const { inConflict, boundFree } = highs.constants.iis;
  model.options.set({ iis_strategy: irreducible });
  const { status, value } = model.raw.getIis();
  if (status === -1) return deletionFilter(highs, model);
  const { rowStatus, colStatus, rowIndex, colIndex, rowBound, colBound } = value;
  const rows = [...rowIndex].filter((_, k) => rowBound[k] !== boundFree);
  const columns = [...colIndex].filter((_, k) => colBound[k] !== boundFree);
  const proven =
    rows.length + columns.length > 0 &&
    rows.every((row) => rowStatus[row] === inConflict) &&
    columns.every((column) => colStatus[column] === inConflict);
  if (!proven) return deletionFilter(highs, model);
  return { rows: rows.sort(ascending), columns: columns.sort(ascending) };
}

/** Takes the bounds of the model apart and puts them back. */
function deletionFilter(highs: Highs, model: Model): InfeasibleSet {
  const { rowLower, rowUpper, colLower, colUpper } = model.getLp();
  const { infeasible } = highs.constants.modelStatus;
  const free = Number.POSITIVE_INFINITY;
  const filter = (
    lower: ArrayLike<number>,
    upper: ArrayLike<number>,
    change: (index: number, lower: number, upper: number) => unknown,
  ): number[] => {
    const needed: number[] = [];
    for (let index = 0; index < lower.length; index++) {
      if (lower[index] === -free && upper[index] === free) continue;
      change(index, -free, free);
      const { status } = model.raw.run();
      if (status !== -1 && model.getModelStatus() === infeasible) continue;
      change(index, lower[index] as number, upper[index] as number);
      needed.push(index);
    }
    return needed;
  };
  const rows = filter(rowLower, rowUpper, (i, low, high) => model.changeRowBounds(i, low, high));
  const columns = filter(colLower, colUpper, (j, low, high) => model.changeColBounds(j, low, high));
  for (let i = 0; i < rowLower.length; i++)
    model.changeRowBounds(i, rowLower[i] as number, rowUpper[i] as number);
  for (let j = 0; j < colLower.length; j++)
    model.changeColBounds(j, colLower[j] as number, colUpper[j] as number);
  return { rows, columns };
}

function ascending(a: number, b: number): number {
  return a - b;
}
