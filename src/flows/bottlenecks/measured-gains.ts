/**
 * What one more unit of a bottleneck does to a key figure, by running again with a little more of it
 * under the same random numbers. Used by `bottlenecks` where no mechanism has a price.
 */
import { asNumber, type Json } from '../../model/json.ts';
import { valueAt } from '../../model/path.ts';
import type { Edit } from '../../model/scenario.ts';
import type { SimulationResult } from '../../simulate/simulator.ts';
import { checkRuns, type KpiRooms, type KpiRuns, meanOf } from '../kpi-runs.ts';
import { gainOf, type Named } from './bottleneck.ts';

/** A little more of what limits a twin. */
interface Step {
  readonly edit: Edit;
  /** How much more. */
  readonly units: number;
  readonly per?: string;
}

interface Asked {
  readonly runs: KpiRuns;
  /** Without more of anything, by seed. */
  readonly results: readonly SimulationResult[];
}

/** The same with gains, save for twins of which it is not known what limits them. */
export async function withMeasuredGains(
  rooms: KpiRooms,
  { runs, results }: Asked,
  named: readonly Named[],
): Promise<Named[]> {
  const steps = named.map((each) => (each.gain === undefined ? stepOf(rooms, each) : undefined));
  const edits = steps.flatMap((step) => (step === undefined ? [] : [[step.edit]]));
  if (edits.length === 0) return [...named];
  const action = 'ask without kpi, or for fewer replications';
  checkRuns('bottlenecks', (edits.length + 1) * runs.replications, action);
  const own = results.slice(0, runs.replications);
  const base = meanOf(own.map((result) => figureOf(result, runs.kpi.name)));
  const more = await runs.figures(edits);
  return named.map((each, index) => {
    const step = steps[index];
    const figures = step === undefined ? undefined : more.shift();
    if (step === undefined || figures === undefined || 'code' in figures) return each;
    const { units, per } = step;
    const amount = (meanOf(figures) - base) / units;
    return { ...each, gain: gainOf(runs.kpi, { amount, per, isMeasured: true }) };
  });
}

/** How many units a tenth more of what limits a twin is, or one machine; nothing where that is not known. */
export function tenthOf(rooms: KpiRooms, named: Named): Pick<Named, 'tenth'> {
  const units = stepOf(rooms, named)?.units;
  return units === undefined ? {} : { tenth: units };
}

function figureOf({ kpis }: SimulationResult, name: string): number {
  return kpis.find((kpi) => kpi.name === name)?.value ?? 0;
}

/** The properties of behaviours that limit what a mechanism lets through, the first that is there. */
const limiting: Readonly<Record<string, readonly string[]>> = {
  queue: ['servers'],
  balance: ['capacity', 'baseStockLevel'],
};

/** A tenth more, of whole numbers at least one; a machine; undefined where nothing limits it. */
function stepOf(
  { snapshot, looked = snapshot, catalogue }: KpiRooms,
  { twin, mechanism, parts }: Named,
): Step | undefined {
  const found = looked.twin(twin);
  if (found === undefined) return undefined;
  for (const name of limiting[mechanism] ?? ['capacity']) {
    const paths = catalogue.bindings.flatMap((binding) =>
      'behaviour' in binding && catalogue.isA(found.model, binding.interface)
        ? (binding.properties?.[name] ?? [])
        : [],
    );
    for (const property of [...paths, name]) {
      const value = asNumber(valueAt(found.properties, property) ?? defaults[name]);
      if (!Number.isFinite(value)) continue;
      const units = name === 'servers' ? 1 : aTenth(value);
      const edit = { set: { twin, property, value: value + units } };
      const named: Json | undefined = valueAt(found.properties, 'capacityUnit');
      const unit = typeof named === 'string' ? named : parts[0]?.gain?.per;
      const per = name === 'servers' ? 'machine' : unit;
      return { edit, units, ...(per !== undefined && { per }) };
    }
  }
  return undefined;
}

/** What holds where a twin does not say. */
const defaults: Readonly<Record<string, number>> = { servers: 1 };

function aTenth(value: number): number {
  if (Number.isInteger(value)) return Math.max(1, Math.round(value / 10));
  return value > 0 ? value / 10 : 1;
}
