/**
 * Sweeps as jobs: judged and estimated when they are started, run on the graph of their base. The
 * room behind `startSweep`, opened with the service.
 */
import type { History } from '../../history/history.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { Scenario } from '../../model/scenario.ts';
import { modelsHash } from '../../scenario/models-hash.ts';
import type { Simulator } from '../../simulate/simulator.ts';
import type { CheckedStore } from '../../store/checked/checked-store.ts';
import { adviseNearTwin } from '../../store/checked/near-twin.ts';
import type { Job, JobKind } from '../jobs/job.ts';
import { Jobs, type JobsOptions } from '../jobs/jobs.ts';
import type { SweepRooms } from './case-runs.ts';
import {
  defaultSweepLimits,
  estimateSweep,
  type SweepEstimate,
  type SweepLimits,
} from './estimate-sweep.ts';
import { judgedSweep } from './judge-sweep.ts';
import { runSweep } from './run-sweep.ts';
import { Sweep } from './sweep.ts';
import type { SweepDefinition } from './sweep-definition.ts';

/** What sweeps are made of. */
export interface SweepServices {
  readonly store: Pick<CheckedStore, 'archive' | 'snapshot' | 'catalogue'>;
  readonly history: Pick<History, 'graphAt'>;
  readonly simulator: Simulator;
}

export interface SweepJobsOptions extends JobsOptions {
  readonly limits?: SweepLimits;
}

/** What is asked; the models are those of the present. */
export interface StartSweep extends Omit<SweepDefinition, 'scenario'> {
  readonly scenario: Scenario;
}

export type SweepJobs = Jobs<SweepDefinition, Sweep>;

/** The jobs in a store's archive; `resume` takes up those that were running. */
export function sweepJobs(services: SweepServices, options: SweepJobsOptions = {}): SweepJobs {
  const kind: JobKind<SweepDefinition, Sweep> = {
    name: 'sweep',
    open: (definition, records) => Sweep.open(definition, records),
    async run(sweep, work) {
      const rooms = await roomsOf(services, sweep.definition.scenario);
      requireModels(sweep.definition, modelsHash(rooms.catalogue));
      await runSweep(rooms, sweep, work);
    },
  };
  return new Jobs(services.store.archive, kind, options);
}

export interface StartedSweep {
  readonly job: Job;
  readonly estimate: SweepEstimate;
}

/**
 * Starts a sweep, or gives the job that runs or has run it. Throws `refusal` of everything that is
 * wrong with it, with its position, and `LIMIT_EXCEEDED` with the estimate when it is too much.
 */
export async function startSweep(
  services: SweepServices & { readonly jobs: SweepJobs },
  { scenario, ...asked }: StartSweep,
  { signal, limits = defaultSweepLimits }: { signal: AbortSignal; limits?: SweepLimits },
): Promise<StartedSweep> {
  const rooms = await roomsOf(services, scenario);
  const models = modelsHash(rooms.catalogue);
  try {
    const definition = judgedSweep(rooms, { ...asked, scenario: { ...scenario, models } });
    const estimate = await estimateSweep(rooms, definition, { signal, limits });
    return { job: await services.jobs.start(definition), estimate };
  } catch (error) {
    throw await adviseNearTwin(error, () => rooms.graph);
  }
}

async function roomsOf(
  { store, history, simulator }: SweepServices,
  { base }: Scenario,
): Promise<SweepRooms> {
  const present = await store.snapshot();
  const graph = present.revision === base ? present : await history.graphAt(base);
  return { graph, catalogue: store.catalogue(), simulator };
}

/** Half of a sweep by other models than the rest would mean nothing. */
function requireModels({ scenario }: SweepDefinition, present: string): void {
  if (scenario.models === present) return;
  throw new LinchpinError({
    code: 'CONFLICT',
    where: 'models',
    message: 'the models have changed since the sweep was started',
    expected: 'the models that it was started with',
    action: 'start it again by the present models',
  });
}
