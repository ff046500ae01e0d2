/** Plants of twins for the queue mechanism's tests, and the engine to run them with. */
import type { Change } from '../../../src/model/change.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Edit } from '../../../src/model/scenario.ts';
import { engine } from '../../../src/simulate/engine/engine.ts';
import { builtInMechanisms } from '../../../src/simulate/engine/mechanisms.ts';
import { queue } from '../../../src/simulate/mechanisms/queue/queue.ts';
import type { SimulationResult } from '../../../src/simulate/simulator.ts';
import { core, graphOf, link, testCatalogue, twin } from '../graphs.ts';

export const catalogue = testCatalogue();

const simulator = engine(builtInMechanisms.includes(queue) ? [] : [queue]);

export interface RunOptions {
  readonly edits?: readonly Edit[];
  readonly horizonSeconds?: number;
  readonly seed?: number;
}

/** Runs the twins for an hour, unless told otherwise. */
export async function run(
  changes: readonly Change[],
  { edits = [], horizonSeconds = 3600, seed = 1 }: RunOptions = {},
): Promise<SimulationResult> {
  const scenario = { base: 0, edits, seed, horizonSeconds };
  return await simulator.run({ graph: graphOf(changes), catalogue, scenario });
}

export function kpi(result: SimulationResult, name: string): number {
  return result.kpis.find((each) => each.name === name)?.value ?? Number.NaN;
}

export function machine(id: string, properties: JsonObject = {}): Change {
  return twin(id, core('Processor'), { cycleTime: 10, ...properties });
}

/** Machines one behind the other, fed by a source that never runs out. */
export function line(machines: readonly (readonly [id: string, JsonObject])[]): Change[] {
  const ids = machines.map(([id]) => id);
  return [
    twin('stock', core('JobSource'), {
      interarrivalTime: 0,
      interarrivalDistribution: 'deterministic',
    }),
    ...machines.map(([id, properties]) => machine(id, { bufferCapacity: 0, ...properties })),
    link('stock', 'passesTo', ids[0] as string),
    ...ids.slice(1).map((id, i) => link(ids[i] as string, 'passesTo', id)),
  ];
}
