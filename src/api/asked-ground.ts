/**
 * What a question above single runs is asked on: the graph of the present or the past, or a scenario's
 * base with its edits, so that its outages and timed edits count. Used by `criticality`, `bottlenecks`,
 * `optimise` and `time-to-survive` of `schema/`.
 */
import type { KpiRooms } from '../flows/kpi-runs.ts';
import { defaultHorizonSeconds, defaultSeed } from '../flows/run-defaults.ts';
import type { Edit } from '../model/scenario.ts';
import type { Services } from './context.ts';
import type { GraphView } from './graph-view.ts';
import type { ScenarioView } from './scenario-view.ts';
import { type TwinFilterArguments, twinFilter } from './twin-filter.ts';

export interface Ground {
  readonly rooms: KpiRooms;
  readonly before: readonly Edit[];
  readonly seed: number;
  readonly horizonSeconds: number;
}

export async function groundOf(
  graph: GraphView,
  { store, simulator }: Pick<Services, 'store' | 'simulator'>,
): Promise<Ground> {
  if (!isScenario(graph)) {
    const rooms = { snapshot: await graph.snapshot(), catalogue: store.catalogue(), simulator };
    return { rooms, before: [], seed: defaultSeed, horizonSeconds: defaultHorizonSeconds };
  }
  const branch = await graph.open.branch();
  const { base, catalogue, seed, horizonSeconds } = branch.setting;
  const rooms = { snapshot: base, looked: branch.graph(), catalogue, simulator };
  return { rooms, before: branch.edits, seed, horizonSeconds };
}

function isScenario(graph: GraphView): graph is ScenarioView {
  return 'open' in graph;
}

export interface TwinChoice extends TwinFilterArguments {
  readonly twins?: readonly string[] | null | undefined;
}

const page = 10_000;

/** The ids that are listed and fit the filter, by id where it is a filter alone; undefined for neither. */
export async function chosenTwins(
  graph: GraphView,
  { twins, ...filter }: TwinChoice,
): Promise<readonly string[] | undefined> {
  if (filter.model == null && filter.where == null) return twins ?? undefined;
  const found: string[] = [];
  for (let after: string | undefined; ; ) {
    const { items, cursors, hasNextPage } = await graph.queries.find({
      ...twinFilter(filter),
      ...(twins != null && { ids: twins }),
      first: page,
      ...(after !== undefined && { after }),
    });
    for (const { id } of items) found.push(id);
    after = cursors.at(-1);
    if (!hasNextPage || after === undefined) return found;
  }
}
