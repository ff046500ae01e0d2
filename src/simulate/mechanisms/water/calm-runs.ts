/**
 * What a water network comes to in a run in which nothing happens to it, kept beside its model: the
 * run without edits, and most others of a sweep, are the same. Used by `water-run.ts`.
 */
import type { Setting } from '../../mechanism.ts';
import type { WaterModel } from './water-model.ts';
import type { WaterRecord } from './water-record.ts';

/** Runs that are kept of one network. */
const most = 4;

const kept = new WeakMap<WaterModel, Map<string, WaterRecord>>();

type Length = Pick<Setting, 'horizonSeconds' | 'figuresOnly'>;

const keyOf = ({ horizonSeconds, figuresOnly }: Length) => `${horizonSeconds} ${figuresOnly}`;

/** Of each network its record; undefined where that of any is not known. */
export function calmRecords(
  models: readonly WaterModel[],
  length: Length,
): readonly WaterRecord[] | undefined {
  const records = models.map((model) => kept.get(model)?.get(keyOf(length)));
  return records.every((record) => record !== undefined) ? records : undefined;
}

/** Records of a run from its start to its horizon without a closed link or a trouble. */
export function keepCalmRecords(records: readonly WaterRecord[], length: Length): void {
  for (const record of records) {
    const ofModel = kept.get(record.model) ?? new Map<string, WaterRecord>();
    kept.set(record.model, ofModel);
    const [oldest] = ofModel.keys();
    if (ofModel.size >= most && oldest !== undefined) ofModel.delete(oldest);
    ofModel.set(keyOf(length), record);
  }
}
