/** Builds the queue model of a graph from its twins' behaviours. Called by the queue mechanism. */
import { behaviours } from '../../../behaviour/behaviours.ts';
import { keptPerGraph } from '../../../behaviour/kept-per-graph.ts';
import { checkQueueModel } from './check-queue-model.ts';
import type { QueueModel, Source } from './queue-model.ts';
import { JobTypes, jobOf, sourceOf, visitsOf } from './read-sources.ts';
import { SharedParts, stationOf } from './read-stations.ts';
import { TwinReader } from './twin-reader.ts';

const { job, jobSource, jobType, processor } = behaviours;

/** The source of all single jobs; no twin. */
const jobList = 'jobs';

export interface GraphQueues {
  readonly model: QueueModel;
  /** By station. */
  readonly stationNodes: readonly number[];
  /** By source; -1 for the list of jobs. */
  readonly sourceNodes: readonly number[];
  /** Twins of single jobs, in the order of the list. */
  readonly jobs: readonly string[];
  /** By station: seconds without a finished piece after which others run short; NaN: never. */
  readonly tolerances: readonly number[];
  readonly warmUp: number;
}

/**
 * The queues of a graph, made once for each graph and catalogue: its sources of jobs, its single
 * jobs, and the processors that these can come to. Throws `BAD_USER_INPUT` for what cannot be meant.
 */
export const queueModel = keptPerGraph((graph, catalogue) =>
  build(new TwinReader(graph, catalogue)),
);

function build(reader: TwinReader): GraphQueues {
  const sourceNodes = reader.nodes(jobSource);
  const jobNodes = reader.nodes(job);
  const stationNodes = reader.byId(reachable(reader, sourceNodes, jobNodes));
  const indexes = new Map(stationNodes.map((node, index) => [node, index]));
  const indexOf = (node: number) => indexes.get(node) ?? -1;
  const parts = new SharedParts(reader);
  const stations = stationNodes.map((node) => stationOf(reader, node, parts, indexOf));
  const types = new JobTypes(reader, indexOf);
  const sources: Source[] = sourceNodes.map((node) => sourceOf(reader, node, types, indexOf));
  const list = jobNodes.map((node) => jobOf(reader, node, types));
  if (list.length > 0) {
    sources.push({ twin: jobList, jobs: { kind: 'list', list }, entries: [], mix: [] });
  }
  const { calendars, transporters } = parts;
  const model = { stations, sources, types: types.types, calendars, transporters };
  checkQueueModel(model);
  return {
    model,
    stationNodes,
    sourceNodes: list.length > 0 ? [...sourceNodes, -1] : sourceNodes,
    jobs: jobNodes.map((node) => reader.id(node)),
    tolerances: stationNodes.map((node) =>
      reader.number(node, processor, 'starvationTolerance', Number.NaN),
    ),
    warmUp: sourceNodes.reduce(
      (most, node) => Math.max(most, reader.number(node, jobSource, 'warmUpTime', 0)),
      0,
    ),
  };
}

/** The processors that jobs can come to. */
function reachable(
  reader: TwinReader,
  sources: readonly number[],
  jobs: readonly number[],
): Set<number> {
  const made = sources.flatMap((node) => reader.links(node, 'makes', jobType));
  const guided = [...jobs, ...made.map(({ target }) => target)];
  const open = [
    ...sources.flatMap((node) => reader.links(node, 'passesTo', processor)),
    ...guided.flatMap((node) => visitsOf(reader, node)),
  ].map(({ target }) => target);
  const found = new Set(open);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const { target } of reader.links(node, 'passesTo', processor)) {
      if (found.has(target)) continue;
      found.add(target);
      open.push(target);
    }
  }
  return found;
}
