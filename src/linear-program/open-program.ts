/**
 * A linear program that stays in the solver's memory: bounds and costs change, and the next solve
 * starts from the last basis. Made by `Solver.open`; must be closed, as nothing else frees it.
 */
import type { Highs, Model } from 'highs';
import { LinchpinError } from '../model/errors.ts';
import { checkBounds, checkLinearProgram, checkNumber } from './check-linear-program.ts';
import { infeasibleSet } from './infeasible-set.ts';
import type { LinearProgram } from './linear-program.ts';
import { hasWhole, modelData, optionsOf } from './model-data.ts';
import type { Effort, Infeasible, Limited, Optimal, Solution } from './solution.ts';

/** Which columns and rows stand at a bound: of each one of `standing`. */
export interface Vertex {
  readonly columns: Int32Array;
  readonly rows: Int32Array;
}

/** HiGHS's numbers; between its bounds are as many as there are rows. */
export const standing = { atLower: 0, between: 1, atUpper: 2 } as const;

const primalSimplex = 4;

export class OpenProgram {
  readonly #model: Model;
  readonly #highs: Highs;
  readonly #whole: boolean;
  readonly #explain: boolean;
  /** Whether the caller sets a limit of iterations, and takes what is known by then. */
  readonly #mayStop: boolean;
  readonly #columns: number;
  readonly #rows: number;

  constructor(highs: Highs, program: LinearProgram, effort: Effort) {
    checkLinearProgram(program);
    this.#highs = highs;
    this.#whole = hasWhole(program);
    this.#explain = effort.explain ?? true;
    this.#mayStop = effort.iterations !== undefined;
    this.#columns = program.costs.length;
    this.#rows = program.rowLower.length;
    this.#model = highs.createModel(modelData(highs, program));
    this.#model.options.set(optionsOf(effort, program));
  }

  setColumnBounds(column: number, lower: number, upper: number): void {
    checkBounds(`column ${column}`, lower, upper);
    this.#model.changeColBounds(column, lower, upper);
  }

  setRowBounds(row: number, lower: number, upper: number): void {
    checkBounds(`row ${row}`, lower, upper);
    this.#model.changeRowBounds(row, lower, upper);
  }

  setCost(column: number, cost: number): void {
    checkNumber(`costs[${column}]`, cost);
    this.#model.changeColCost(column, cost);
  }

  /**
   * The answer for the present bounds and costs. The objective does not depend on what was solved
   * before; which of several equally good values are found may.
   */
  solve(): Solution {
    if (this.#columns === 0) return this.#solveEmpty();
    const { modelStatus } = this.#highs.constants;
    const status = this.#run();
    if (status === modelStatus.optimal) return this.#optimal();
    if (status === modelStatus.unbounded) return { status: 'unbounded' };
    if (status !== modelStatus.infeasible) return this.#limited();
    const none = { rows: [], columns: [] };
    const set = this.#explain ? infeasibleSet(this.#highs, this.#model) : none;
    this.#model.clearSolver();
    return { status: 'infeasible', ...set };
  }

  /** Forgets the last basis: the next solve is as the first. */
  forget(): void {
    this.#model.clearSolver();
  }

  /**
   * The next solve begins at this vertex, and all go by the primal method from now on, which is quick
   * where the vertex is nearly feasible. What makes no vertex is mended; the answer is the same from anywhere.
   */
  startFrom({ columns, rows }: Vertex): void {
    this.#model.setBasis({ colStatus: columns, rowStatus: rows });
    this.#model.options.set({ simplex_strategy: primalSimplex });
  }

  /** Frees the solver's memory. May be called again. */
  close(): void {
    this.#model.dispose();
  }

  /** Runs, and once more from the start by other means where the first attempt says nothing. */
  #run(): number {
    const { modelStatus } = this.#highs.constants;
    const undecided = new Set<number>([
      modelStatus.unboundedOrInfeasible,
      modelStatus.unknown,
      modelStatus.solveError,
      modelStatus.postsolveError,
    ]);
    if (!this.#mayStop) undecided.add(modelStatus.iterationLimit);
    for (const attempt of ['usual', 'cautious']) {
      const cautious = attempt === 'cautious';
      if (cautious) this.#model.options.set({ presolve: 'off', qp_regularization_value: 1e-7 });
      const { status } = this.#model.raw.run();
      const result = this.#model.getModelStatus();
      if (cautious) this.#model.options.set({ presolve: 'choose', qp_regularization_value: 0 });
      if (status !== -1 && !undecided.has(result)) return result;
      this.#model.clearSolver();
    }
    throw this.#failure('the solver could not decide it');
  }

  #failure(message: string): LinchpinError {
    return new LinchpinError({
      code: 'INTERNAL_SERVER_ERROR',
      where: `linear program of ${this.#rows} rows and ${this.#columns} columns`,
      message,
      expected: 'coefficients of similar size',
      action: 'scale the units, or loosen bounds that nearly contradict one another',
    });
  }

  /** HiGHS does not look at rows without columns. */
  #solveEmpty(): Optimal | Infeasible {
    const { rowLower, rowUpper, offset } = this.#model.getLp();
    const row = rowLower.findIndex((lower, i) => lower > 0 || (rowUpper[i] as number) < 0);
    if (row >= 0) return { status: 'infeasible', rows: [row], columns: [] };
    const none = new Float64Array(0);
    const duals = new Float64Array(this.#whole ? 0 : this.#rows);
    return { status: 'optimal', objective: offset, values: none, reducedCosts: none, duals };
  }

  #optimal(): Optimal {
    const { colValue: values, colDual, rowDual } = this.#model.getSolution();
    const objective = this.#model.getObjectiveValue();
    if (!Number.isFinite(objective)) throw this.#failure('the solver gave no finite objective');
    if (!this.#whole)
      return { status: 'optimal', objective, values, reducedCosts: colDual, duals: rowDual };
    const none = new Float64Array(0);
    const gap = Math.max(0, Number(this.#model.info.get('mip_gap')));
    return { status: 'optimal', objective, values, reducedCosts: none, duals: none, gap };
  }

  #limited(): Limited {
    const { feasible } = this.#highs.constants.solutionStatus;
    const found = this.#model.info.get('primal_solution_status') === feasible;
    const bound = this.#whole ? Number(this.#model.info.get('mip_dual_bound')) : Number.NaN;
    return {
      status: 'limit',
      ...(found
        ? {
            values: this.#model.getSolution().colValue,
            objective: this.#model.getObjectiveValue(),
          }
        : {}),
      ...(Number.isFinite(bound) ? { bound } : {}),
    };
  }
}
