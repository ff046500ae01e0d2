/**
 * Builds the queue model of a graph from its twins' behaviours. Of a graph that differs from another
 * by properties of stations alone, only these are read anew. Called by the queue mechanism.
 */
import { behaviours } from '../../../behaviour/behaviours.ts';
import { type Change, keptPerGraph, type Make } from '../../../behaviour/kept-per-graph.ts';
import { checkQueueModel } from './check-queue-model.ts';
import type { QueueModel, Source } from './queue-model.ts';
import { JobTypes, jobOf, sourceOf, visitsOf } from './read-sources.ts';
import { SharedParts, stationOf } from './read-stations.ts';
import { TwinReader } from './twin-reader.ts';

const { job, jobSource, jobType, processor, shift, transporter } = behaviours;

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

/** The queues of a graph, and what else is needed to read one of its stations again. */
interface Built {
  readonly queues: GraphQueues;
  readonly parts: SharedParts;
  readonly indexOf: (node: number) => number;
}

/** A change of what has one of these behaviours is read as a whole. */
const others = [job, jobSource, jobType, shift, transporter];

/** Reads anew the stations that differ; their relationships, and all else, are as before. */
const changeStations: Change<Built> = (graph, catalogue, { base, nodes, edges }, before) => {
  for (const _ of edges) return undefined;
  const reader = new TwinReader(graph, catalogue);
  const isKnown = (node: number) =>
    node < base.nodeCount &&
    graph.idAt(node) === base.idAt(node) &&
    graph.modelAt(node) === base.modelAt(node);
  const changed = [...nodes];
  const isSimple = (node: number) =>
    isKnown(node) && !others.some((behaviour) => reader.has(node, behaviour));
  if (!changed.every(isSimple)) return undefined;
  const { queues, parts, indexOf } = before();
  const own = changed.filter((node) => indexOf(node) >= 0);
  if (own.length === 0) return before();
  const stations = queues.model.stations.slice();
  const tolerances = queues.tolerances.slice();
  for (const node of own) {
    stations[indexOf(node)] = stationOf(reader, node, parts, indexOf);
    tolerances[indexOf(node)] = toleranceOf(reader, node);
  }
  const model = { ...queues.model, stations };
  checkQueueModel(model);
  return { queues: { ...queues, model, tolerances }, parts, indexOf };
};

const built: Make<Built> = keptPerGraph(
  (graph, catalogue) => build(new TwinReader(graph, catalogue)),
  changeStations,
);

/**
 * The queues of a graph, made once for each graph and catalogue: its sources of jobs, its single
 * jobs, and the processors that these can come to. Throws `BAD_USER_INPUT` for what cannot be meant.
 */
export const queueModel: Make<GraphQueues> = (graph, catalogue) => built(graph, catalogue).queues;

function build(reader: TwinReader): Built {
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
  const queues: GraphQueues = {
    model,
    stationNodes,
    sourceNodes: list.length > 0 ? [...sourceNodes, -1] : sourceNodes,
    jobs: jobNodes.map((node) => reader.id(node)),
    tolerances: stationNodes.map((node) => toleranceOf(reader, node)),
    warmUp: sourceNodes.reduce(
      (most, node) => Math.max(most, reader.number(node, jobSource, 'warmUpTime', 0)),
      0,
    ),
  };
  return { queues, parts, indexOf };
}

function toleranceOf(reader: TwinReader, node: number): number {
  return reader.number(node, processor, 'starvationTolerance', Number.NaN);
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
