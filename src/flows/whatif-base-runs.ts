/** Keeps the unedited runs of what-ifs, which many what-ifs on one graph share. Used by `runWhatIf`. */
import type { TwinGraph } from '../model/graph.ts';
import { scenarioHash } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { SimulationRequest, SimulationResult, Simulator } from '../simulate/simulator.ts';

/** The run of one seed, and figures of others. */
export interface BaseRun {
  readonly result: SimulationResult;
  /** By seed, those that were asked for by these names, in this order; empty when new. */
  figures(kpis: readonly string[]): Map<number, Float64Array>;
}

/** Unedited runs by simulator, graph, seed, horizon and what they begin with; the oldest go first. */
const baseRuns = new WeakMap<Simulator, WeakMap<TwinGraph, Map<string, BaseRun>>>();
const keptRuns = 64;
/** Lists of names that are kept for each run, the last ones. */
const keptLists = 4;
const catalogueIds = new WeakMap<Catalogue, number>();
let catalogues = 0;

/** The run of this request, made once. */
export async function baseRun(simulator: Simulator, request: SimulationRequest): Promise<BaseRun> {
  const { graph, catalogue, scenario } = request;
  const byGraph = baseRuns.get(simulator) ?? new WeakMap<TwinGraph, Map<string, BaseRun>>();
  baseRuns.set(simulator, byGraph);
  const runs = byGraph.get(graph) ?? new Map<string, BaseRun>();
  byGraph.set(graph, runs);
  const id = catalogueIds.get(catalogue) ?? catalogues++;
  catalogueIds.set(catalogue, id);
  const edits = scenario.edits.length === 0 ? '' : scenarioHash(scenario);
  const key = `${id} ${scenario.seed} ${scenario.horizonSeconds} ${edits}`;
  const known = runs.get(key);
  if (known !== undefined) return known;
  const made = keep(await simulator.run(request));
  runs.set(key, made);
  if (runs.size > keptRuns) runs.delete(runs.keys().next().value as string);
  return made;
}

function keep(result: SimulationResult): BaseRun {
  const lists = new Map<string, Map<number, Float64Array>>();
  return {
    result,
    figures(kpis) {
      const key = JSON.stringify(kpis);
      const known = lists.get(key) ?? new Map<number, Float64Array>();
      lists.delete(key);
      lists.set(key, known);
      if (lists.size > keptLists) lists.delete(lists.keys().next().value as string);
      return known;
    },
  };
}
