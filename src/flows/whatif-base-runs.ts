/** Keeps the unedited runs of what-ifs, which many what-ifs on one graph share. Used by `runWhatIf`. */
import type { TwinGraph } from '../model/graph.ts';
import { scenarioHash } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { SimulationRequest, SimulationResult, Simulator } from '../simulate/simulator.ts';

/** Unedited runs by simulator, graph, seed, horizon and what they begin with; the oldest go first. */
const baseRuns = new WeakMap<Simulator, WeakMap<TwinGraph, Map<string, SimulationResult>>>();
const keptRuns = 64;
const catalogueIds = new WeakMap<Catalogue, number>();
let catalogues = 0;

/** The run of this request, made once. */
export async function baseRun(
  simulator: Simulator,
  request: SimulationRequest,
): Promise<SimulationResult> {
  const { graph, catalogue, scenario } = request;
  const byGraph =
    baseRuns.get(simulator) ?? new WeakMap<TwinGraph, Map<string, SimulationResult>>();
  baseRuns.set(simulator, byGraph);
  const runs = byGraph.get(graph) ?? new Map<string, SimulationResult>();
  byGraph.set(graph, runs);
  const id = catalogueIds.get(catalogue) ?? catalogues++;
  catalogueIds.set(catalogue, id);
  const edits = scenario.edits.length === 0 ? '' : scenarioHash(scenario);
  const key = `${id} ${scenario.seed} ${scenario.horizonSeconds} ${edits}`;
  const known = runs.get(key);
  if (known !== undefined) return known;
  const result = await simulator.run(request);
  runs.set(key, result);
  if (runs.size > keptRuns) runs.delete(runs.keys().next().value as string);
  return result;
}
