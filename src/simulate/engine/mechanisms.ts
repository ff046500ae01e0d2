/** The mechanisms that come with the engine, in the order in which they are asked at an instant. */
import type { Mechanism } from '../mechanism.ts';
import { balance } from '../mechanisms/balance/balance-run.ts';
import { congestion } from '../mechanisms/congestion/congestion.ts';
import { flow } from '../mechanisms/flow/flow-run.ts';
import { potential } from '../mechanisms/potential/potential.ts';
import { queue } from '../mechanisms/queue/queue.ts';
import { water } from '../mechanisms/water/water.ts';

export const builtInMechanisms: readonly Mechanism[] = [
  potential,
  water,
  congestion,
  flow,
  queue,
  balance,
];

/** Their names, and that of dependency, which the run itself asks first. */
export const builtInNames: readonly string[] = [
  'dependency',
  ...builtInMechanisms.map(({ name }) => name),
];
