/**
 * Hands a choice among edits to the one mechanism that takes part, where every world that may be
 * chosen stands still and nothing fails by several candidates together. Called by `engine`.
 */
import { setImmediate } from 'node:timers/promises';
import { behaviourOf, behaviours } from '../../behaviour/behaviours.ts';
import { dependencyNetwork } from '../../behaviour/build-dependency-network.ts';
import type { Plan } from '../../scenario/plan.ts';
import type { ChoiceRequest, ProgramChoice } from '../choice/choice.ts';
import type { Mechanism } from '../mechanism.ts';
import type { MechanismsOf } from './cases.ts';
import { type StillWorld, Worlds } from './worlds.ts';

/** Undefined where runs have to find it out. */
export async function chooseByProgram(
  request: ChoiceRequest,
  mechanismsOf: MechanismsOf,
): Promise<ProgramChoice | undefined> {
  const worlds = new Worlds(request);
  const found = new Set<Mechanism>();
  const base = worlds.still([]);
  const alone: StillWorld[] = [];
  for (let i = -1; i < request.candidates.length; i++) {
    const chosen = i < 0 ? [] : [i];
    const plan = worlds.plan(chosen);
    const world = worlds.still(chosen);
    if (plan === undefined || world === undefined) continue;
    if (!standsStill(plan, request) || world.isDelayed) return undefined;
    for (const mechanism of await mechanismsOf(plan)) found.add(mechanism);
    if (i >= 0) alone.push(world);
    await setImmediate();
    request.signal?.throwIfAborted();
  }
  const [mechanism, other] = found;
  if (mechanism?.choose === undefined || other !== undefined || base === undefined)
    return undefined;
  return failsApart(worlds, base, alone) ? mechanism.choose(worlds) : undefined;
}

/** Whether nothing changes during the run, and nobody depends on a demand, which may run short. */
function standsStill({ start, later, outages }: Plan, { catalogue, scenario }: ChoiceRequest) {
  const isWhole = outages.every(
    ({ kind, from, until }) => kind === 'all' && from <= 0 && until > scenario.horizonSeconds,
  );
  const { supportNode } = dependencyNetwork(start.graph, catalogue);
  const demand = behaviourOf(start.graph, catalogue, behaviours.demand);
  const isDemand = (node: number) => demand.has(start.graph.modelAt(node) ?? '');
  return isWhole && later.length === 0 && !supportNode.some(isDemand);
}

/**
 * Whether all candidates together make nothing fail that none of them makes fail alone. Then no
 * fewer do, because dependency is monotone.
 */
function failsApart(worlds: Worlds, base: StillWorld, alone: readonly StillWorld[]): boolean {
  const harmful = alone.filter(({ down }) => [...down].some((twin) => !base.down.has(twin)));
  if (harmful.length < 2) return true;
  const together = worlds.still(harmful.flatMap(({ chosen }) => chosen));
  if (together === undefined) return false;
  const known = new Set(harmful.flatMap(({ down }) => [...down]));
  return [...together.down].every((twin) => known.has(twin));
}
