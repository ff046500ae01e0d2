/** Which twins a network's solution brings into trouble: lines that trip, loads that get too little. */
import type { Trouble } from '../../mechanism.ts';
import type { EventCause } from '../../simulator.ts';
import type { PowerSolution } from './power-solution.ts';

/** Megawatt, and share of the demand, below which a load is not called short. */
const tolerance = 1e-6;

/**
 * Tripped lines fail, those of a later round because of those of the round before; loads that work
 * but do not get all they ask for run short, because of the lines that tripped.
 */
export function powerTroubles({ laid, rounds, served }: PowerSolution): Map<number, Trouble> {
  const { lines, loads } = laid.model;
  const troubles = new Map<number, Trouble>();
  const causesOf = (round: number): EventCause[] =>
    (rounds[round]?.tripped ?? []).map((line) => ({ twin: lines[line]?.twin as string }));
  rounds.forEach(({ tripped }, round) => {
    for (const line of tripped)
      troubles.set(lines[line]?.node as number, { effect: 'fails', causes: causesOf(round - 1) });
  });
  const causes = rounds.flatMap((_, round) => causesOf(round));
  loads.forEach(({ node, demand }, load) => {
    if (laid.working.loads[load] === 0) return;
    const short = demand - (served[load] as number);
    if (short > tolerance * Math.max(1, demand))
      troubles.set(node, { effect: 'runsShort', causes });
  });
  return troubles;
}
