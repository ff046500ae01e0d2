/**
 * How much of each key figure's difference is owed to each edit of a what-if: Shapley values over
 * the edits, so that the parts sum to the difference. Called by `runWhatIf` when it is asked.
 */
import { mostRuns } from '../kpi-runs.ts';
import type { KpiChange } from '../whatif-kpis.ts';
import { CoalitionRuns, type CoalitionSetting } from './coalition-runs.ts';
import { labelOf } from './edit-labels.ts';
import { causesText, type KpiCauses } from './kpi-causes.ts';
import { type Estimate, sharedOut } from './share-out.ts';

/** So many simulations are made for causes unless told otherwise. */
export const defaultCauseRuns = 512;

export interface CausesOptions {
  /** At most so many simulations, 1 … 4,096; 512 by default. */
  readonly runs?: number;
}

/** `LIMIT_EXCEEDED` where so many edits cannot be told apart in so many runs. */
export async function causesOf(
  setting: CoalitionSetting & { readonly changes: readonly KpiChange[] },
  { runs: most = defaultCauseRuns }: CausesOptions = {},
): Promise<KpiCauses[]> {
  const { edits, changes } = setting;
  const limit = Math.min(mostRuns, Math.max(1, Math.floor(most)));
  const runs = new CoalitionRuns(setting);
  const { groups, values, isExact } = await sharedOut(setting, runs, limit);
  const labels = groups.map((group) => labelOf(group.map((index) => edits[index] as never)));
  return changes.map((change, figure) => {
    const { name, unit, better, difference } = change;
    const parts = groups.map((group, player) => ({
      edits: group,
      label: labels[player] as string,
      ...(values[player]?.[figure] as Estimate),
    }));
    const causes = { name, ...(unit !== undefined && { unit }), better, difference, parts };
    const made = { isExact, runs: runs.count };
    return { ...causes, ...made, text: causesText({ ...causes, ...made }) };
  });
}
