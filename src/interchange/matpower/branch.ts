/** A row of `mpc.branch`: a line, or a transformer where it has a ratio or phase shift. */
import { present } from '../document.ts';
import { finite } from './bus.ts';
import { type Case, joinBus } from './case.ts';
import type { Row } from './text.ts';

/** Adds a branch: fbus, tbus, r, x, b, rateA, rateB, rateC, ratio, angle, status, angmin, angmax, then results. */
export function addBranch(part: Case, row: Row, number: number): void {
  const [from, to, r, x, b, rateA, rateB, rateC, ratio, shift, status, least, most] = row.values;
  const isTransformer = (ratio ?? 0) !== 0 || (shift ?? 0) !== 0;
  const [fromActive, fromReactive, toActive, toReactive] = row.values.slice(13);
  const source = part.naming.id(`branch-${number}`);
  part.draft.twin(
    part.place(row),
    source,
    isTransformer ? 'dtmi:linchpin:power:Transformer;1' : 'dtmi:linchpin:power:Line;1',
    present({
      number,
      operational: status === undefined || status > 0 ? undefined : false,
      resistance: r,
      reactance: x,
      chargingSusceptance: b,
      commodity: 'power',
      capacity: rateA === 0 ? undefined : finite(rateA),
      capacityUnit: 'megavoltAmpere',
      shortTermRating: finite(rateB),
      emergencyRating: finite(rateC),
      tapRatio: ratio,
      phaseShift: shift,
      minimumAngleDifference: finite(least),
      maximumAngleDifference: finite(most),
      activePowerFrom: fromActive,
      reactivePowerFrom: fromReactive,
      activePowerTo: toActive,
      reactivePowerTo: toReactive,
    }),
  );
  const ends = { connectsFrom: from, connectsTo: to };
  for (const [name, bus] of Object.entries(ends)) joinBus(part, row, { source, name, bus });
}
