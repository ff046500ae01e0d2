/**
 * Spreads a question about survival over the threads of a pool: part after part of its twins, so that
 * a linear program never holds the process that serves. Used by `pooledSimulator`.
 */
import type { Simulator } from '../simulator.ts';
import { byExposure, type SurvivalReport, type SurvivalRequest } from '../survival.ts';
import type { SurvivalFound } from './messages.ts';
import { sharedRooms } from './shared-input.ts';
import { type Errand, spread, type Threads } from './spread.ts';

/** Parts of a question: the first, answered here, shows whether the others are worth a message. */
const parts = 64;

export interface SurvivalRooms extends Threads {
  readonly inner: Simulator;
  /** What takes less in this process stays here; nothing at 0. */
  readonly inProcessSeconds: number;
}

/** The report of the simulator inside, whatever the threads. */
export async function spreadSurvival(
  { pool, inner, source, inProcessSeconds }: SurvivalRooms,
  request: SurvivalRequest,
): Promise<SurvivalReport> {
  const begun = performance.now();
  const found: SurvivalReport[] = [];
  if (inProcessSeconds > 0) {
    found.push(await inner.survival({ ...request, part: { index: 0, of: parts } }));
  }
  const seconds = (performance.now() - begun) / 1000;
  if (found.length > 0 && seconds * (parts - 1) <= inProcessSeconds) {
    for (let index = 1; index < parts; index++) {
      found.push(await inner.survival({ ...request, part: { index, of: parts } }));
    }
  } else {
    await spreadRest({ pool, source }, request, found);
  }
  const survivals = found.flatMap((report) => report.survivals).sort(byExposure);
  const solves = found.reduce((sum, report) => sum + report.solves, 0);
  return { ...(found[0] as SurvivalReport), survivals, solves };
}

/** All parts that are not found yet, on threads; only then is an image of the graph worth making. */
async function spreadRest(
  { pool, source }: Threads,
  request: SurvivalRequest,
  found: SurvivalReport[],
): Promise<void> {
  let index = found.length;
  const { graph: _graph, catalogue: _catalogue, signal, ...survival } = request;
  const rooms = sharedRooms(source, request);
  const next = (): Errand<SurvivalFound> | undefined => {
    if (index >= parts) return undefined;
    const part = { index: index++, of: parts };
    return {
      message: { ...rooms, survival: { ...survival, part } },
      what: `part ${part.index} of ${parts} of the twins`,
      take: ({ report }) => found.push(report),
    };
  };
  await spread(pool, next, signal);
}
