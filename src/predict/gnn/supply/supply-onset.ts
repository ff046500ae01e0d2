/**
 * What is known when sites of a supply chain have just gone out: which, for how long, and how far
 * that strains each material. Called by training, evaluation and a predictor of stock-outs.
 */
import type { Onset } from '../../../../gnn/model/stress-network.ts';
import { LinchpinError } from '../../../model/errors.ts';
import { type ShortageWalk, shortageWalk } from './shortage-walk.ts';
import type { SupplyOutage } from './supply-chain.ts';
import { onsetColumns } from './supply-columns.ts';
import { mostStress, type SupplyStress } from './supply-stress.ts';

export interface SupplyOnset extends Onset {
  readonly outages: readonly SupplyOutage[];
  readonly walk: ShortageWalk;
  /** Row-major `[elements, onsetColumnNames]`. */
  readonly columns: Float32Array;
}

/** Throws `BAD_USER_INPUT` for an element that there is not, or a length that cannot be meant. */
export function supplyOnset(network: SupplyStress, outages: readonly SupplyOutage[]): SupplyOnset {
  const failed = new Uint8Array(network.elementCount);
  for (const [index, { element, periods }] of outages.entries()) {
    const known = Number.isInteger(element) && element >= 0 && element < failed.length;
    if (!known || !(periods > 0)) {
      throw new LinchpinError({
        code: 'BAD_USER_INPUT',
        where: `outages/${index}`,
        message: known ? `${periods} periods is no length` : `there is no element ${element}`,
        expected: `an element from 0 to ${failed.length - 1}, out for more than 0 periods`,
        action: 'name an element of the chain and how long it is out',
      });
    }
    failed[element] = 1;
  }
  const walk = shortageWalk(network, outages);
  return {
    failed,
    stress: Float32Array.from(walk.direct, (ratio) => Math.min(mostStress, ratio)),
    outages,
    walk,
    columns: onsetColumns(walk, failed, network),
  };
}
