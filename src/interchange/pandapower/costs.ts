/** Costs of pandapower's sources, from its tables `poly_cost` and `pwl_cost`. */
import type { Json, JsonObject } from '../../model/json.ts';
import type { TableRow } from './tables.ts';

/** The tables of a network by name. */
export type PowerTables = ReadonlyMap<string, readonly TableRow[]>;

/** The cost curves of one element, in the form of `mpc.gencost`. */
export function costsOf(tables: PowerTables, kind: string, { index }: TableRow): JsonObject {
  const belongs = ({ values }: TableRow) => values.et === kind && String(values.element) === index;
  const polynomial = tables.get('poly_cost')?.find(belongs)?.values;
  if (polynomial !== undefined) return polynomialCosts(polynomial);
  const piecewise = tables.get('pwl_cost')?.find(belongs)?.values;
  return piecewise === undefined ? {} : piecewiseCosts(piecewise);
}

function polynomialCosts(row: JsonObject): JsonObject {
  const active = [row.cp2_eur_per_mw2, row.cp1_eur_per_mw, row.cp0_eur].map(number);
  const reactive = [row.cq2_eur_per_mvar2, row.cq1_eur_per_mvar, row.cq0_eur].map(number);
  return {
    costCurve: { model: 'polynomial', values: active },
    ...(reactive.every((value) => value === 0)
      ? {}
      : { reactiveCostCurve: { model: 'polynomial', values: reactive } }),
  };
}

/** Points are `[from, to, slope]`; the cost at the first `from` counts as zero, as in pandapower. */
function piecewiseCosts(row: JsonObject): JsonObject {
  const values: number[] = [];
  let cost = 0;
  for (const point of Array.isArray(row.points) ? row.points : []) {
    const [from, to, slope] = Array.isArray(point) ? point.map(number) : [];
    if (from === undefined || to === undefined || slope === undefined) continue;
    if (values.length === 0) values.push(from, 0);
    cost += slope * (to - from);
    values.push(to, cost);
  }
  const curve = { model: 'piecewiseLinear', values };
  return row.power_type === 'q' ? { reactiveCostCurve: curve } : { costCurve: curve };
}

function number(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
