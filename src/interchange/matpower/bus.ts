/** A row of `mpc.bus`: the bus, the load on it and its shunt. Called by the reader of cases. */
import { present } from '../document.ts';
import { type Case, joinBus } from './case.ts';
import type { Row } from './text.ts';

const types = ['pq', 'pv', 'reference', 'isolated'];

/** Adds the twins of one row: columns bus_i, type, Pd, Qd, Gs, Bs, area, Vm, Va, baseKV, zone, Vmax, Vmin. */
export function addBus(part: Case, row: Row, name: string | undefined): void {
  const [number = 0, type = 1, , , , , area, magnitude, angle, base, zone, most, least] =
    row.values;
  const busType = types[type - 1];
  const isNew = part.draft.twin(
    part.place(row),
    part.naming.id(`bus-${number}`),
    'dtmi:linchpin:power:Bus;1',
    present({
      name,
      number,
      busType,
      operational: busType === 'isolated' ? false : undefined,
      nominalVoltage: base,
      voltageMagnitude: magnitude,
      voltageAngle: angle,
      maximumVoltage: finite(most),
      minimumVoltage: finite(least),
      area: textOfCode(area),
      zone: textOfCode(zone),
    }),
  );
  if (!isNew) return;
  part.draft.relate(part.place(row), {
    source: part.naming.id(`bus-${number}`),
    name: 'partOf',
    target: part.naming.network,
  });
  addLoad(part, row);
  addShunt(part, row);
}

function addLoad(part: Case, row: Row): void {
  const [number, , active = 0, reactive = 0] = row.values;
  if (active === 0 && reactive === 0) return;
  addAtBus(part, row, {
    id: `load-${number}`,
    model: 'dtmi:linchpin:power:Load;1',
    properties: {
      commodity: 'power',
      demandRate: active,
      demandUnit: 'megawatt',
      reactiveDemand: reactive,
    },
  });
}

function addShunt(part: Case, row: Row): void {
  const [number, , , , conductance = 0, susceptance = 0] = row.values;
  if (conductance === 0 && susceptance === 0) return;
  addAtBus(part, row, {
    id: `shunt-${number}`,
    model: 'dtmi:linchpin:power:Shunt;1',
    properties: { shuntConductance: conductance, shuntSusceptance: susceptance },
  });
}

interface AtBus {
  readonly id: string;
  readonly model: string;
  readonly properties: { readonly [name: string]: string | number };
}

function addAtBus(part: Case, row: Row, { id, model, properties }: AtBus): void {
  const source = part.naming.id(id);
  part.draft.twin(part.place(row), source, model, properties);
  joinBus(part, row, { source, name: 'connectsTo', bus: row.values[0] });
}

/** The value of a limit, undefined where it is infinite: no limit. */
export function finite(value: number | undefined): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function textOfCode(code: number | undefined): string | undefined {
  return code === undefined ? undefined : String(code);
}
