/**
 * Answers the questions of survival exactly without looking at the whole chain: by the program of a
 * region that grows wherever its dual prices reach across its edge. Called by `survivals`.
 *
 * A region has all that is downstream of any of its places. With the steady flow beyond it its answer
 * can be carried out in the whole chain. Where what enters has no price, the same prices, and 0 beyond,
 * prove that nothing better can: then both agree. It ends at the latest with the whole chain.
 */
import type { OpenProgram } from '../../../linear-program/open-program.ts';
import type { Optimal } from '../../../linear-program/solution.ts';
import type { Solver } from '../../../linear-program/solver.ts';
import { LinchpinError } from '../../../model/errors.ts';
import { timeColumn } from './survival-limit-rows.ts';
import type { SurvivalNetwork } from './survival-network.ts';
import { openAtPlan } from './survival-plan.ts';
import { regionProgram } from './survival-program.ts';
import type { Region, RegionProgram, RegionQuestion } from './survival-question.ts';

export interface RegionAnswer extends RegionProgram {
  readonly solution: Optimal;
  readonly region: Region;
}

export interface RegionAnswers {
  /** Absent where only the loss was asked for. */
  readonly longest?: RegionAnswer;
  /** Absent where nothing is lost. */
  readonly loss?: RegionAnswer;
  readonly solves: number;
}

export interface Asked {
  readonly start: Iterable<number>;
  readonly question: RegionQuestion;
  /** Periods over which the loss is sought where the longest time is less. */
  readonly recovery?: number | undefined;
}

/** Relative to the largest price; below is rounding. */
const nothing = 1e-9;

/** The longest time, or the loss over the question's periods; with `recovery` both where both are. */
export function answersOf(network: SurvivalNetwork, solver: Solver, asked: Asked): RegionAnswers {
  const { question, recovery } = asked;
  const inside = new Set<number>();
  addDownstream(network, inside, network.lasts ? asked.start : network.leaving.keys());
  for (let solves = 1; ; solves++) {
    const region = regionOf(network, inside);
    const built = regionProgram(network, region, question);
    const open = openAtPlan(solver, network, { built, out: question.out });
    try {
      const solution = solved(network, question, open);
      const answer = { ...built, solution, region };
      if (grows(network, inside, answer)) continue;
      if (question.periods !== undefined) return { loss: answer, solves };
      if (recovery === undefined || recovery <= solution.objective)
        return { longest: answer, solves };
      askForLoss(open, answer, recovery);
      const loss = { ...answer, solution: solved(network, question, open) };
      solves++;
      if (!grows(network, inside, loss)) return { longest: answer, loss, solves };
      const rest = { start: inside, question: { ...question, periods: recovery } };
      const more = answersOf(network, solver, rest);
      return { ...more, longest: answer, solves: solves + more.solves };
    } finally {
      open.close();
    }
  }
}

/**
 * Makes a program of the longest time, solved, one of the least loss over `periods`. The prices of
 * the one prove something for the other, when a period is worth so little that no loss is worth it:
 * so the solver goes on from there.
 */
function askForLoss(open: OpenProgram, answer: RegionAnswer, periods: number): void {
  const { losable, program, solution } = answer;
  const { starts, rows } = program.matrix;
  let worth = 1;
  for (const { column, rate, value } of losable) {
    const price = solution.duals[rows[starts[column] as number] as number] as number;
    if (price > 0) worth = Math.min(worth, value / price);
    open.setColumnBounds(column, 0, rate * periods);
    open.setCost(column, -value);
  }
  open.setCost(timeColumn, worth);
  open.setColumnBounds(timeColumn, periods, periods);
}

function solved(network: SurvivalNetwork, question: RegionQuestion, open: OpenProgram): Optimal {
  const solution = open.solve();
  if (solution.status !== 'optimal') throw undecided(network, question, solution.status);
  return solution;
}

function regionOf(network: SurvivalNetwork, inside: ReadonlySet<number>): Region {
  const places = [...inside].sort((a, b) => a - b);
  const own = new Uint8Array(network.leaving.length);
  for (const place of places) own[place] = 1;
  return { places, contains: (place) => own[place] === 1 };
}

/** Whether prices reach across the edge of the region; takes in the places that they reach. */
function grows(
  network: SurvivalNetwork,
  inside: Set<number>,
  { rows, solution }: RegionAnswer,
): boolean {
  const { duals } = solution;
  const before = inside.size;
  const least = nothing * duals.reduce((most, dual) => Math.max(most, dual), 0);
  rows.forEach(({ beyond }, row) => {
    if ((duals[row] as number) > least) addDownstream(network, inside, beyond);
  });
  return inside.size > before;
}

/** Adds places and all that they lead to, whose stock counts as soon as theirs has a price. */
function addDownstream(
  { leaving, to }: SurvivalNetwork,
  inside: Set<number>,
  places: Iterable<number>,
): void {
  const pending: number[] = [];
  const add = (place: number) => {
    if (inside.has(place)) return;
    inside.add(place);
    pending.push(place);
  };
  for (const place of places) add(place);
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    for (const lane of leaving[place] as readonly number[]) add(to[lane] as number);
  }
}

/** Serving nobody for no time is always possible, and nothing is better than for ever. */
function undecided(
  { model }: SurvivalNetwork,
  { out }: RegionQuestion,
  status: string,
): LinchpinError {
  const { stores, supplies, transits } = model;
  const [first = 0] = out;
  const twin = [...stores, ...supplies, ...transits][first]?.twin;
  return new LinchpinError({
    code: 'INTERNAL_SERVER_ERROR',
    where: twin ?? 'the supply chain',
    message: `the program of survival ended as ${status}`,
    expected: 'stocks, capacities and rates of similar size',
    action: 'look at the units of the chain, and report it',
  });
}
