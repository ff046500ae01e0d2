/**
 * A flow network as matrices for the network that forecasts its saturation: features of links, all
 * dimensionless and finite, and whom each link hears. Called by serving, training and the baselines.
 */
import { type Matrix, matrix } from '../../../gnn/model/array-algebra.ts';
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';
import { checkFlowNetwork, type FlowNetwork } from './flow-network.ts';
import { flowColumns, linkColumns } from './link-columns.ts';
import { type EarlyAssignment, linkMeasures } from './link-measures.ts';
import { relationsOf } from './relations.ts';
import { logSaturation } from './saturation-scale.ts';

export interface FlowFeatures {
  /** Columns are `flowColumns`. `[links, columns]` */
  readonly links: Matrix;
  /** In the order of `relationNames`. `[links, links]` each */
  readonly relations: readonly SparseMatrix[];
  /** `logSaturation` of the flow after four rounds: quantiles are given beside it. `[links]` */
  readonly reference: Float64Array;
  /** That flow itself, in trips. `[links]` */
  readonly referenceFlow: Float64Array;
}

/** `BAD_USER_INPUT` for a network with numbers that cannot be meant. */
export function flowFeatures(
  network: FlowNetwork,
  assign: EarlyAssignment,
  nameOf?: (link: number) => string,
): FlowFeatures {
  checkFlowNetwork(network, nameOf);
  const measures = linkMeasures(network, assign);
  const relations = relationsOf(measures);
  const columns = linkColumns(measures, relations);
  const links = matrix(network.linkCount, flowColumns.length);
  for (const [c, { of }] of columns.entries()) {
    for (let link = 0; link < network.linkCount; link++) {
      links.values[link * columns.length + c] = of(link);
    }
  }
  const referenceFlow = measures.early.last;
  const reference = referenceFlow.map((flow, link) =>
    logSaturation(flow / (network.capacity[link] as number)),
  );
  return { links, relations, reference, referenceFlow };
}
