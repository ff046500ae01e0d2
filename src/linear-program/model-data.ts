/** A linear program and an effort in the form that HiGHS takes. Called by `OpenProgram`. */
import type { HessianInput, Highs, ModelData, OptionValue } from 'highs';
import type { LinearProgram } from './linear-program.ts';
import type { Effort } from './solution.ts';

/** The most that HiGHS counts to. */
const countless = 2 ** 31 - 1;

/** Silent, from a fixed seed; the package itself allows one thread only. */
export function optionsOf(effort: Effort, program: LinearProgram): Record<string, OptionValue> {
  const iterations = effort.iterations ?? countless;
  const size = program.costs.length + program.rowLower.length;
  return {
    output_flag: false,
    random_seed: 0,
    small_matrix_value: 1e-12,
    // Else quadratic answers are off in the eighth digit.
    qp_regularization_value: 0,
    simplex_iteration_limit: iterations,
    // On costs of very unlike curvature its quadratic method may go round for ever.
    qp_iteration_limit: effort.iterations ?? 1000 + 50 * size,
    ...(effort.seconds !== undefined && { time_limit: effort.seconds }),
    mip_max_nodes: effort.nodes ?? countless,
    mip_rel_gap: effort.relativeGap ?? 1e-9,
  };
}

export function modelData(highs: Highs, program: LinearProgram): ModelData {
  const { minimize, maximize } = highs.constants.objectiveSense;
  const columns = program.costs.length;
  const rows = program.rowLower.length;
  const { starts, rows: indices, values } = program.matrix;
  const hessian = hessianOf(program.quadratic);
  return {
    numCols: columns,
    numRows: rows,
    sense: program.sense === 'minimise' ? minimize : maximize,
    offset: program.offset ?? 0,
    colCost: program.costs,
    colLower: program.columnLower,
    colUpper: program.columnUpper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: { format: 'csc', numRows: rows, numCols: columns, starts, indices, values },
    ...(hasWhole(program) ? { integrality: Int32Array.from(program.integer ?? []) } : {}),
    ...(hessian === undefined ? {} : { hessian }),
  };
}

/** Whether some columns take whole numbers only. */
export function hasWhole({ integer }: LinearProgram): boolean {
  return integer?.some((value) => value !== 0) ?? false;
}

function hessianOf(quadratic: Float64Array | undefined): HessianInput | undefined {
  if (quadratic === undefined || quadratic.every((value) => value === 0)) return undefined;
  const starts = new Int32Array(quadratic.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  quadratic.forEach((value, j) => {
    if (value !== 0) {
      indices.push(j);
      values.push(value);
    }
    starts[j + 1] = indices.length;
  });
  return { format: 'triangular', dimension: quadratic.length, starts, indices, values };
}
