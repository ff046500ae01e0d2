/** Gathers what each twin did in a run: the outputs of its mechanisms side by side. */
import { LinchpinError } from '../../model/errors.ts';
import type { MechanismOutputs } from '../mechanism.ts';
import type { DependencyRun, Interval } from '../mechanisms/dependency/dependency.ts';
import type { Kpi, SimulationResult } from '../simulator.ts';

/** What a mechanism came to. */
export interface Outcome extends MechanismOutputs {
  readonly mechanism: string;
}

/**
 * By twin id, ascending: `working` (share of the horizon in which it worked, 0 … 1; at a horizon of
 * 0, whether it works), and the outputs of the mechanisms.
 */
export function outputsOf(
  dependency: DependencyRun,
  outcomes: readonly Outcome[],
  horizonSeconds: number,
): SimulationResult['outputs'] {
  const { down } = dependency;
  const working = dependency.working();
  const known = outcomes.map((outcome) => ({ outcome, twins: outcome.twins() }));
  const ids = new Set(working.keys());
  for (const { twins } of known) for (const id of twins.keys()) ids.add(id);
  const outputs = new Map<string, Record<string, number | readonly number[]>>();
  for (const id of [...ids].sort()) {
    const own: Record<string, number | readonly number[]> = {};
    const works = working.get(id);
    if (works !== undefined) own.working = shareOf(down.get(id) ?? [], works, horizonSeconds);
    for (const { outcome, twins } of known) {
      for (const [name, value] of Object.entries(twins.get(id) ?? {})) {
        if (!isSound(value)) throw notFinite(outcome.mechanism, `${id}/${name}`);
        own[name] = value;
      }
    }
    outputs.set(id, own);
  }
  return outputs;
}

/** The key figures of a mechanism; one that is not finite is nobody's result. */
export function kpisOf({ mechanism, kpis }: Outcome): readonly Kpi[] {
  const wrong = kpis.find(({ value }) => !Number.isFinite(value));
  if (wrong !== undefined) throw notFinite(mechanism, wrong.name);
  return kpis;
}

function isSound(value: number | readonly number[]): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : value.every(Number.isFinite);
}

function notFinite(mechanism: string, where: string): LinchpinError {
  return new LinchpinError({
    code: 'INTERNAL_SERVER_ERROR',
    where,
    message: `the mechanism ${mechanism} came to a figure that is not a finite number`,
    expected: 'finite numbers',
    action: 'look at the properties of the twin, and report it with the scenario',
  });
}

function shareOf(down: readonly Interval[], worksAtEnd: boolean, horizon: number): number {
  if (horizon === 0) return worksAtEnd ? 1 : 0;
  let lost = 0;
  for (const [from, until] of down) lost += Math.min(until, horizon) - Math.min(from, horizon);
  return Math.max(0, 1 - lost / horizon);
}
