/** What-ifs on the enterprise seed: `linchpin bench whatif`. */
import { join } from 'node:path';
import { graphOfFiles } from '../flows/graph-of-files.ts';
import { runWhatIf, type WhatIfRooms } from '../flows/whatif.ts';
import { buildGraph } from '../model/build-graph.ts';
import type { TwinGraph } from '../model/graph.ts';
import { allRelationships, allTwins } from '../model/graph-records.ts';
import { packageRoot } from '../package-root.ts';
import { engine } from '../simulate/engine/engine.ts';
import { inTurn, type Measured, median } from './benchmark.ts';

const worlds = ['supply-chain', 'plant', 'city', 'enterprise'];

/**
 * Scenarios per second: one twin out for a day, another twin each time, seven days ahead. The peer
 * copies the graph for each scenario, as a tool without branches has to, and simulates the copy.
 */
export async function whatIfBench({ rounds = 3, scenarios = 60 } = {}): Promise<Measured> {
  const folders = worlds.map((name) => join(packageRoot(), 'seeds', name, 'graph.ndjson'));
  const { graph, catalogue } = graphOfFiles(folders);
  const simulator = engine();
  const rooms = (snapshot: TwinGraph) => ({ snapshot, catalogue, simulator });
  let turn = 0;
  const rate = async (snapshot: () => TwinGraph) => {
    const started = performance.now();
    for (let i = 0; i < scenarios; i++) await whatIf(rooms(snapshot()), turn++);
    return (scenarios * 1000) / (performance.now() - started);
  };
  await rate(() => graph);
  const { ours, peer } = await inTurn(
    rounds,
    () => rate(() => graph),
    () => rate(() => copyOf(graph)),
  );
  const [result, copied] = [median(ours), median(peer)];
  const details = { rounds, scenarios, twins: graph.size.twins, horizonDays: 7 };
  const unit = 'scenarios per second';
  return { name: 'whatif', result, peer: copied, ratio: result / copied, unit, details };
}

async function whatIf(rooms: WhatIfRooms, turn: number): Promise<void> {
  const { snapshot } = rooms;
  const twin = snapshot.twinAt((turn * 7919) % snapshot.nodeCount)?.id as string;
  const edits = [{ outage: { twin, from: 0, until: 86_400 } }];
  await runWhatIf(rooms, { edits, horizonSeconds: 7 * 86_400 });
}

function copyOf(graph: TwinGraph): TwinGraph {
  return buildGraph({
    twins: structuredClone([...allTwins(graph)]),
    relationships: structuredClone([...allRelationships(graph)]),
    revision: graph.revision,
  });
}
