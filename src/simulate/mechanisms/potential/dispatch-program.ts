/**
 * Optimal dispatch as a linear (or quadratic) program: columns are parts of generators, angles and,
 * where asked, what is not served; rows are the balance of each node and the limits of lines.
 * Prices are duals of the balances (Schweppe et al., Spot Pricing of Electricity, 1988).
 */
import { columnMatrix, type LinearProgram } from '../../../linear-program/linear-program.ts';
import { costAt, costParts, steepest } from './cost-curve.ts';
import type { Islands } from './dc-network.ts';
import type { DispatchProblem, LineLimit } from './dispatch-problem.ts';

/** Which column or row stands for what. */
export interface DispatchProgram {
  readonly program: LinearProgram;
  /** By column: the generator that it is a part of, -1 for others. */
  readonly generatorOf: Int32Array;
  /** By column: the load whose demand it leaves unserved, -1 for others. */
  readonly shedOf: Int32Array;
  /** By column: the generator whose minimum it undercuts, -1 for others. */
  readonly spillOf: Int32Array;
  /** By node: the column of its angle, -1 in the dark. */
  readonly angleOf: Int32Array;
  /** By node: the row of its balance, -1 in the dark. */
  readonly balanceOf: Int32Array;
  readonly limits: readonly LimitRow[];
}

export interface LimitRow {
  readonly row: number;
  readonly line: number;
  readonly limit: LineLimit;
}

/** Above every cost of generation, so that nothing is left unserved to save money. */
function shedPriceOf({ generators, shedPrice }: DispatchProblem): number {
  const dearest = generators.map(({ cost, maximum }) => steepest(cost, maximum));
  return dearest.reduce((most, cost) => Math.max(most, 10 * cost), Math.max(1, shedPrice));
}

export function dispatchProgram(
  problem: DispatchProblem,
  islands: Islands,
  withShedding: boolean,
): DispatchProgram {
  const build = new ProgramBuilder(problem, islands);
  build.generators();
  build.angles();
  build.lines();
  if (withShedding) build.shedding(shedPriceOf(problem));
  return build.finished();
}

interface Column {
  readonly cost: number;
  readonly quadratic?: number;
  readonly lower: number;
  readonly upper: number;
  readonly generator?: number;
  readonly shed?: number;
  readonly spill?: number;
}

class ProgramBuilder {
  readonly #problem: DispatchProblem;
  readonly #islands: Islands;
  readonly #columns: Column[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #entries = { rows: [] as number[], columns: [] as number[], values: [] as number[] };
  readonly #limits: LimitRow[] = [];
  readonly #angleOf: Int32Array;
  readonly #balanceOf: Int32Array;
  #offset = 0;

  constructor(problem: DispatchProblem, islands: Islands) {
    this.#problem = problem;
    this.#islands = islands;
    const { nodeCount } = problem.network;
    this.#angleOf = new Int32Array(nodeCount).fill(-1);
    this.#balanceOf = new Int32Array(nodeCount).fill(-1);
    const demand = problem.fixed.slice();
    for (const load of problem.loads)
      demand[load.node] = (demand[load.node] as number) + load.demand;
    for (let node = 0; node < nodeCount; node++) {
      if (this.#isDark(node)) continue;
      this.#balanceOf[node] = this.#row(demand[node] as number, demand[node] as number);
    }
  }

  generators(): void {
    this.#problem.generators.forEach(({ node, minimum, maximum, cost }, generator) => {
      if (this.#isDark(node)) return;
      const parts = costParts(cost, minimum, maximum);
      for (const { lower, upper, slope, curvature } of parts)
        this.#atNode(node, 1, {
          cost: slope,
          quadratic: 2 * curvature,
          lower,
          upper,
          generator,
        });
      const [first] = parts;
      const start = first === undefined || !Number.isFinite(first.lower) ? 0 : first.lower;
      const { slope = 0, curvature = 0 } = first ?? {};
      this.#offset += costAt(cost, start) - start * (slope + start * curvature);
    });
  }

  angles(): void {
    const { islandOf, slack } = this.#islands;
    for (let node = 0; node < islandOf.length; node++) {
      if (this.#isDark(node)) continue;
      const isSlack = slack[islandOf[node] as number] === node;
      const reach = isSlack ? 0 : Number.POSITIVE_INFINITY;
      this.#angleOf[node] = this.#column({ cost: 0, lower: 0 - reach, upper: reach });
    }
  }

  lines(): void {
    const { network, out } = this.#problem;
    for (let line = 0; line < out.length; line++) {
      const [a, b] = [network.from[line] as number, network.to[line] as number];
      if (out[line] === 1 || this.#isDark(a)) continue;
      const susceptance = network.susceptance[line] as number;
      this.#throughput(a, b, susceptance);
      this.#throughput(b, a, susceptance);
      const pushed = susceptance * (network.shift[line] as number);
      if (pushed !== 0) {
        this.#demandMore(a, -pushed);
        this.#demandMore(b, pushed);
      }
      this.#limit(line);
    }
  }

  /** What is not served, and what undercuts a minimum, at a penalty. */
  shedding(price: number): void {
    const { loads, generators } = this.#problem;
    loads.forEach(({ node, demand }, shed) => {
      if (this.#isDark(node) || demand === 0) return;
      const [lower, upper] = demand > 0 ? [0, demand] : [demand, 0];
      this.#atNode(node, 1, { cost: demand > 0 ? price : -price, lower, upper, shed });
    });
    generators.forEach(({ node, minimum }, spill) => {
      if (this.#isDark(node) || !(minimum > 0)) return;
      this.#atNode(node, -1, { cost: price, lower: 0, upper: minimum, spill });
    });
  }

  finished(): DispatchProgram {
    const columns = this.#columns;
    const named = (of: (column: Column) => number | undefined) =>
      Int32Array.from(columns, (column) => of(column) ?? -1);
    const program: LinearProgram = {
      sense: 'minimise',
      offset: this.#offset,
      costs: Float64Array.from(columns, ({ cost }) => cost),
      quadratic: Float64Array.from(columns, ({ quadratic }) => quadratic ?? 0),
      columnLower: Float64Array.from(columns, ({ lower }) => lower),
      columnUpper: Float64Array.from(columns, ({ upper }) => upper),
      rowLower: Float64Array.from(this.#lower),
      rowUpper: Float64Array.from(this.#upper),
      matrix: columnMatrix(columns.length, this.#entries),
    };
    return {
      program,
      generatorOf: named(({ generator }) => generator),
      shedOf: named(({ shed }) => shed),
      spillOf: named(({ spill }) => spill),
      angleOf: this.#angleOf,
      balanceOf: this.#balanceOf,
      limits: this.#limits,
    };
  }

  /** Capacity and angle as bounds of one difference of angles; two rows where neither holds the other. */
  #limit(line: number): void {
    const { network, capacity, leastAngle, mostAngle } = this.#problem;
    const shift = network.shift[line] as number;
    const reach = (capacity[line] as number) / Math.abs(network.susceptance[line] as number);
    const [low, high] = [shift - reach, shift + reach];
    const [least, most] = [leastAngle[line] as number, mostAngle[line] as number];
    const angleBinds = least > low || most < high;
    const capacityBinds = low > least || high < most || (!angleBinds && Number.isFinite(reach));
    if (capacityBinds) this.#limitRow({ line, limit: 'capacity', low, high });
    if (angleBinds) this.#limitRow({ line, limit: 'angle', low: least, high: most });
  }

  #limitRow(of: { line: number; limit: LineLimit; low: number; high: number }): void {
    const { line, limit, low, high } = of;
    const { from, to } = this.#problem.network;
    const row = this.#row(low, high);
    this.#entry(row, this.#angleOf[from[line] as number] as number, 1);
    this.#entry(row, this.#angleOf[to[line] as number] as number, -1);
    this.#limits.push({ row, line, limit });
  }

  /** The flow that leaves a node towards another. */
  #throughput(node: number, other: number, susceptance: number): void {
    const row = this.#balanceOf[node] as number;
    this.#entry(row, this.#angleOf[node] as number, -susceptance);
    this.#entry(row, this.#angleOf[other] as number, susceptance);
  }

  #demandMore(node: number, megawatt: number): void {
    const row = this.#balanceOf[node] as number;
    this.#lower[row] = this.#upper[row] = (this.#lower[row] as number) + megawatt;
  }

  #atNode(node: number, sign: 1 | -1, column: Column): void {
    this.#entry(this.#balanceOf[node] as number, this.#column(column), sign);
  }

  #column(column: Column): number {
    return this.#columns.push(column) - 1;
  }

  #row(lower: number, upper: number): number {
    this.#lower.push(lower);
    return this.#upper.push(upper) - 1;
  }

  #entry(row: number, column: number, value: number): void {
    this.#entries.rows.push(row);
    this.#entries.columns.push(column);
    this.#entries.values.push(value);
  }

  #isDark(node: number): boolean {
    return this.#islands.slack[this.#islands.islandOf[node] as number] === -1;
  }
}
