/** What the power run says of each twin and of all together. Called once, at its end. */
import type { MechanismOutputs } from '../../mechanism.ts';
import type { Kpi } from '../../simulator.ts';
import { couplerFlows } from './coupler-flows.ts';
import { loadingOf, overloadedLines } from './overload-cascade.ts';
import { overloaded, powerFindings, type Trip, tripFindings } from './power-findings.ts';
import type { PowerSolution } from './power-solution.ts';

type Outputs = Record<string, number>;

/** What a run has gathered on its way. */
export interface RunFigures {
  /** The least megawatt served at any moment. */
  readonly lowest: number;
  readonly trips: readonly (readonly Trip[])[];
  readonly figuresOnly: boolean;
}

/** Figures of all networks at the end. */
export function powerOutputs(
  solutions: readonly PowerSolution[],
  { lowest, trips, figuresOnly }: RunFigures,
): MechanismOutputs {
  return {
    kpis: powerKpis(solutions, lowest),
    twins: () => {
      const twins = new Map<string, Outputs>();
      for (const solution of solutions) addTwins(twins, solution);
      return twins;
    },
    findings: figuresOnly ? [] : [...tripFindings(trips), ...solutions.flatMap(powerFindings)],
    random: false,
  };
}

/** Megawatt that loads are served. */
export function servedPower(solutions: readonly PowerSolution[]): number {
  let total = 0;
  for (const { served } of solutions) for (const megawatt of served) total += Math.max(0, megawatt);
  return total;
}

/** None where the graph has no network that takes part. */
function powerKpis(solutions: readonly PowerSolution[], lowest: number): Kpi[] {
  if (solutions.length === 0) return [];
  const unit = 'megawatt';
  const better = 'higher';
  const costs = solutions.flatMap(({ cost }) => (cost === undefined ? [] : [cost]));
  let above = 0;
  for (const solution of solutions) {
    const { lines, sources } = overloaded(solution);
    const couplers = solution.laid.model.couplers.map(({ capacity }) => capacity);
    above += lines.length + sources.length;
    above += overloadedLines(couplerFlows(solution), Float64Array.from(couplers)).length;
  }
  return [
    { name: 'servedPower', value: servedPower(solutions), unit, better },
    { name: 'servedPower.lowest', value: lowest, unit, better },
    ...(costs.length === 0
      ? []
      : [
          {
            name: 'generationCost',
            value: costs.reduce((sum, cost) => sum + cost, 0),
            better: 'lower' as const,
          },
        ]),
    { name: 'overloaded', value: above, better: 'lower' },
  ];
}

function addTwins(twins: Map<string, Outputs>, solution: PowerSolution): void {
  const { laid, dark, angles, flows, generation, served, optimal } = solution;
  const { nodes, lines, couplers, sources, loads } = laid.model;
  const add = (twin: string, outputs: Outputs) => {
    twins.set(twin, { ...twins.get(twin), ...outputs });
  };
  nodes.forEach(({ twin }, node) => {
    if (dark[node] === 1) return;
    const price = optimal === undefined ? {} : { price: optimal.prices[node] as number };
    add(twin, { angle: ((angles[node] as number) * 180) / Math.PI, ...price });
  });
  const carried = (twin: string, flow: number, capacity: number) => {
    const loading = loadingOf(flow, capacity);
    add(twin, Number.isFinite(capacity) && Number.isFinite(loading) ? { flow, loading } : { flow });
  };
  lines.forEach(({ twin, capacity }, line) => {
    carried(twin, flows[line] as number, capacity);
  });
  const overCouplers = couplerFlows(solution);
  couplers.forEach(({ twin, capacity }, coupler) => {
    carried(twin, overCouplers[coupler] as number, capacity);
  });
  sources.forEach(({ twin }, source) => {
    add(twin, { generation: generation[source] as number });
  });
  loads.forEach(({ twin }, load) => {
    add(twin, { served: served[load] as number });
  });
}
