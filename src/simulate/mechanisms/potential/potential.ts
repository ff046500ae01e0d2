/**
 * The mechanism P, potential flow: electricity as DC power flow or optimal dispatch, with overload
 * cascades. Registered in the composition of the simulator.
 */
import { behaviours } from '../../../behaviour/behaviours.ts';
import { loadSolver, type Solver } from '../../../linear-program/solver.ts';
import type { Mechanism } from '../../mechanism.ts';
import { choosePower } from './power-choice.ts';
import { powerModels } from './power-models.ts';
import { PowerRun } from './power-run.ts';

let solver: Solver | undefined;

export const potential: Mechanism = {
  name: 'potential',
  behaviours: [behaviours.potentialLink],
  figures: ['servedPower', 'generationCost', 'overloaded'],
  mayTrouble: (graph, catalogue) =>
    powerModels(graph, catalogue).flatMap(({ loads, lines, overloadTripping }) =>
      [...loads, ...(overloadTripping ? lines : [])].map(({ node }) => node),
    ),
  async load() {
    solver = await loadSolver();
  },
  init: (setting) => new PowerRun(loadedSolver(), setting),
  choose: (question) => choosePower(question, loadedSolver()),
};

function loadedSolver(): Solver {
  if (solver === undefined) throw new TypeError('load() of the mechanism potential comes first');
  return solver;
}
