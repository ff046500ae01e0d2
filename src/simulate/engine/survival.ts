/** Answers `Simulator.survival`: which parts of the chain each twin takes out, then their survival. */
import { behaviourOf, behaviours } from '../../behaviour/behaviours.ts';
import { loadSolver } from '../../linear-program/solver.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { BalanceModel } from '../mechanisms/balance/balance-model.ts';
import { balanceModel } from '../mechanisms/balance/build-balance-model.ts';
import { type Disruption, survivals } from '../mechanisms/balance/survivals.ts';
import type { SimulationRequest, SimulationResult } from '../simulator.ts';
import type { SurvivalReport, SurvivalRequest } from '../survival.ts';

const whole = { index: 0, of: 1 };

type Run = (request: SimulationRequest) => Promise<SimulationResult>;

/** Throws `NOT_FOUND` for an unknown twin, `BAD_USER_INPUT` for a graph without a supply chain. */
export async function survivalOf(request: SurvivalRequest, run: Run): Promise<SurvivalReport> {
  const { graph, catalogue, recoverySeconds, stock, signal, part = whole } = request;
  signal?.throwIfAborted();
  if (recoverySeconds !== undefined && !(recoverySeconds >= 0)) throw badRecovery(recoverySeconds);
  const model = balanceModel(graph, catalogue);
  if (model === undefined) throw noChain();
  const { stores, supplies, transits } = model;
  const twins = request.twins ?? [...stores, ...supplies].map(({ twin }) => twin);
  const inChain = new Set([...stores, ...supplies, ...transits].map(({ twin }) => twin));
  const dependent = behaviourOf(graph, catalogue, behaviours.dependent);
  const disruptions: Disruption[] = [];
  for (const [i, twin] of [...new Set(twins)].entries()) {
    if (i % part.of !== part.index) continue;
    const node = graph.indexOf(twin);
    if (node < 0) throw unknownTwin(twin);
    const out = inChain.has(twin) ? [twin] : await failingWith(twin, request, { run, model });
    const own = dependent.number(node, 'recoveryDelay');
    const seconds = recoverySeconds ?? (own >= 0 ? own : undefined);
    disruptions.push({ twin, out, ...(seconds !== undefined && { timeToRecover: seconds }) });
  }
  const options = {
    ...(stock !== undefined && { stock }),
    ...(signal !== undefined && { signal }),
  };
  return survivals(model, await loadSolver(), disruptions, options);
}

/** What fails at once when the twin is out: what depends on it, without a battery or the like. */
async function failingWith(
  twin: string,
  { graph, catalogue, signal }: SurvivalRequest,
  { run, model }: { readonly run: Run; readonly model: BalanceModel },
): Promise<readonly string[]> {
  const edits = [{ outage: { twin } }];
  const scenario = { base: graph.revision, edits, seed: 1, horizonSeconds: model.periodLength / 2 };
  const { events } = await run({ graph, catalogue, scenario, ...(signal && { signal }) });
  const failed = events.filter(({ time, effect }) => time === 0 && effect === 'fails');
  return [...new Set(failed.map((event) => event.twin))];
}

function noChain(): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'graph',
    message: 'the graph has no supply chain',
    expected: 'at least one twin with the behaviour Store',
    action: 'bind an interface to dtmi:linchpin:core:Store;1, or extend it',
  });
}

function unknownTwin(twin: string): LinchpinError {
  return new LinchpinError({
    code: 'NOT_FOUND',
    where: `twins/${twin}`,
    message: 'no twin has this id',
    action: 'check the spelling, or leave it out for all',
  });
}

function badRecovery(seconds: number): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'recovery',
    message: `${seconds} is not a time to recover`,
    expected: 'seconds, 0 or more',
  });
}
