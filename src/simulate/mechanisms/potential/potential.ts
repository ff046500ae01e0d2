/**
 * The mechanism P, potential flow: electricity as DC power flow or optimal dispatch, with overload
 * cascades. Registered in the composition of the simulator.
 */
import { behaviours } from '../../../behaviour/behaviours.ts';
import { loadSolver, type Solver } from '../../../linear-program/solver.ts';
import type { Mechanism } from '../../mechanism.ts';
import { PowerRun } from './power-run.ts';

let solver: Solver | undefined;

export const potential: Mechanism = {
  name: 'potential',
  behaviours: [behaviours.potentialLink],
  async load() {
    solver = await loadSolver();
  },
  init(setting) {
    if (solver === undefined) throw new TypeError('load() of the mechanism potential comes first');
    return new PowerRun(solver, setting);
  },
};
