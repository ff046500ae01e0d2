/**
 * Asks a thread one question as a whole: a single run, or a choice by program, which would hold the
 * process that serves. Used by `pooledSimulator`.
 */
import type { ChoiceRequest, ProgramChoice } from '../choice/choice.ts';
import type { SimulationRequest, SimulationResult } from '../simulator.ts';
import type { ChoiceFound, Message, RunFound } from './messages.ts';
import { sharedRooms } from './shared-input.ts';
import { type Errand, spread, type Threads } from './spread.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Its lazy parts are worked out on the thread, and what is wrong with them refuses the run. */
export async function runElsewhere(
  { pool, source }: Threads,
  request: SimulationRequest,
): Promise<SimulationResult> {
  const message = { ...sharedRooms(source, request), run: request.scenario };
  return (await answer<RunFound>(pool, { message, what: 'the run' }, request.signal)).result;
}

export async function chooseElsewhere(
  { pool, source }: Threads,
  request: ChoiceRequest,
): Promise<ProgramChoice | undefined> {
  const { graph: _graph, catalogue: _catalogue, signal, ...choice } = request;
  const message = { ...sharedRooms(source, request), choice };
  return (await answer<ChoiceFound>(pool, { message, what: 'the choice' }, signal)).choice;
}

async function answer<Answer extends object>(
  pool: WorkerPool,
  question: { readonly message: Message; readonly what: string },
  signal: AbortSignal | undefined,
): Promise<Answer> {
  let found: Answer | undefined;
  const take = (answered: Answer) => {
    found = answered;
  };
  const errands: Errand<Answer>[] = [{ ...question, take }];
  await spread(pool, () => errands.pop(), signal);
  return found as Answer;
}
