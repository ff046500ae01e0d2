/**
 * Every single line outage of a grid of 118 buses, exact: `linchpin bench n-1`. Each is solved again
 * from nothing in the same run, and has to come to the same flows; pandapower solves some too.
 */

import { loadSolver } from '../linear-program/solver.ts';
import { DcFlow } from '../simulate/mechanisms/potential/dc-flow.ts';
import {
  type ContingencyAnalysis,
  contingencyAnalysis,
  lineContingencies,
} from '../simulate/mechanisms/potential/line-contingencies.ts';
import { workingParts } from '../simulate/mechanisms/potential/power-case.ts';
import { powerModels } from '../simulate/mechanisms/potential/power-models.ts';
import { solutionOf } from '../simulate/mechanisms/potential/power-run.ts';
import type { PowerSolution } from '../simulate/mechanisms/potential/power-solution.ts';
import { inTurn, type Measured, median, wrongAnswer } from './benchmark.ts';
import { benchGrid } from './power-grid.ts';
import { findPythonPeer } from './python-peer.ts';

export interface LineOutagesOptions {
  readonly rounds?: number;
  /** Seconds of a round. */
  readonly seconds?: number;
  /** Outages that pandapower solves in a round. */
  readonly peerOutages?: number;
  /** Whether to look for pandapower; else our own solving again takes its place. */
  readonly python?: boolean;
}

/** Outages per second, each the flows of all other lines against their capacities. */
export async function lineOutagesBench(options: LineOutagesOptions = {}): Promise<Measured> {
  const { rounds = 5, seconds = 1, peerOutages = 20, python = true } = options;
  const grid = benchGrid();
  const solution = await solved(grid);
  const started = performance.now();
  const analysis = contingencyAnalysis(solution);
  const preparing = performance.now() - started;
  const injections = injectionsOf(solution);
  const largest = largestDifference(analysis, solution, injections);
  const found = await findPythonPeer('pandapower', python);
  const again = () => solvingAgain(analysis, injections, seconds / 10);
  const peer =
    'peer' in found
      ? async () => (await found.peer.run<{ rate: number }>(script, { outages: peerOutages })).rate
      : async () => again();
  const ours = async () => screened(analysis, seconds);
  await ours();
  const figures = await inTurn(rounds, ours, peer);
  const [result, other] = [median(figures.ours), median(figures.peer)];
  const lines = analysis.flows.length;
  const islanding = lineContingencies(solution).filter(({ cutOff }) => cutOff.length > 0);
  const details = {
    peer:
      'peer' in found
        ? `${found.peer.name}, rundcpp without numba`
        : `ours, solved again (${found.missing})`,
    grid: grid.name,
    rounds,
    buses: solution.laid.model.nodes.length,
    lines,
    preparingMilliseconds: preparing,
    millisecondsForAll: (lines * 1000) / result,
    flowsPerSecond: result * lines,
    largestDifferenceFromSolvingAgain: largest,
    solvedAgainPerSecond: again(),
    islanding: islanding.length,
    islands: islanding.map(({ twin, cutOff }) => `${twin}: ${cutOff.join(' ')}`).join('; '),
    limit: 'a multiplication, an addition and a comparison for each pair of lines',
  };
  const unit = 'outages per second';
  return { name: 'n-1', result, peer: other, ratio: result / other, unit, details };
}

const script = `
import json, sys, time
import pandapower, pandapower.networks

count = json.load(sys.stdin)["outages"]
grid = pandapower.networks.case118()
pandapower.rundcpp(grid, numba=False)
started = time.perf_counter()
for line in list(grid.line.index)[:count]:
    grid.line.at[line, "in_service"] = False
    pandapower.rundcpp(grid, numba=False)
    grid.line.at[line, "in_service"] = True
print(json.dumps({"rate": min(count, len(grid.line)) / (time.perf_counter() - started)}))
`;

async function solved({ graph, catalogue }: ReturnType<typeof benchGrid>): Promise<PowerSolution> {
  const [first] = powerModels(graph, catalogue);
  if (first === undefined) throw wrongAnswer('n-1', 'there is no electrical network');
  const model = { ...first, dispatch: 'given' as const };
  const means = { solver: await loadSolver(), explain: false };
  return solutionOf(
    means,
    model,
    workingParts(model, () => true),
  );
}

/** What goes into the network at each of its nodes, in megawatt, by what its lines carry. */
function injectionsOf({ laid, flows }: PowerSolution): Float64Array {
  const { nodeCount, from, to } = laid.network;
  const injections = new Float64Array(nodeCount);
  flows.forEach((flow, line) => {
    const [a, b] = [from[line] as number, to[line] as number];
    injections[a] = (injections[a] as number) + flow;
    injections[b] = (injections[b] as number) - flow;
  });
  return injections;
}

function screened({ screen, flows }: ContingencyAnalysis, seconds: number): number {
  const result = new Float64Array(flows.length);
  const own = flows.slice();
  const started = performance.now();
  let outages = 0;
  let passed = 0;
  while (passed < seconds * 1000) {
    for (let k = 0; k < 100; k++) {
      // Other flows each time, as in a sweep over loads.
      own[k % own.length] = (flows[k % own.length] as number) * (1 + k / 1000);
      screen.worstLoadings(own, result);
    }
    outages += 100 * flows.length;
    passed = performance.now() - started;
  }
  return (outages * 1000) / passed;
}

function flowsAgain({ outages }: ContingencyAnalysis, injections: Float64Array, line: number) {
  const { network, out } = outages.flow;
  const without = out.slice();
  without[line] = 1;
  return new DcFlow(network, without).flows(injections);
}

function solvingAgain(analysis: ContingencyAnalysis, injections: Float64Array, seconds: number) {
  const started = performance.now();
  let outages = 0;
  let passed = 0;
  while (passed < seconds * 1000) {
    flowsAgain(analysis, injections, outages++ % analysis.flows.length);
    passed = performance.now() - started;
  }
  return (outages * 1000) / passed;
}

/** Over all outages and lines, relative to the largest flow; more than 1e-9 is refused. */
function largestDifference(
  analysis: ContingencyAnalysis,
  { laid, flows }: PowerSolution,
  injections: Float64Array,
): number {
  const largest = flows.reduce((most, flow) => Math.max(most, Math.abs(flow)), 0);
  const worst = analysis.screen.worstLoadings(flows);
  let most = 0;
  const compare = (off: number, where: string) => {
    if (!(off < 1e-9)) throw wrongAnswer('n-1', `${where} differs by ${off}`);
    most = Math.max(most, off);
  };
  for (let lost = 0; lost < flows.length; lost++) {
    const quick = analysis.outages.flowsWithout(lost, flows);
    let loading = 0;
    flowsAgain(analysis, injections, lost).forEach((flow, line) => {
      loading = Math.max(loading, Math.abs(flow) / (laid.model.lines[line]?.capacity ?? 0));
      compare(Math.abs(flow - (quick[line] as number)) / largest, `line ${line} without ${lost}`);
    });
    const off = Math.abs(loading - (worst[lost] as number)) / Math.max(1, loading);
    compare(off, `the worst loading without line ${lost}`);
  }
  return most;
}
