/** Valves of an EPANET file: what a setting means depends on the type. Called with the links. */
import { present } from '../document.ts';
import { type InpCase, type InpTwin, listRow, numberAt } from './case.ts';
import type { InpRow } from './sections.ts';
import type { InpUnits } from './units.ts';

const types: Readonly<Record<string, string>> = {
  PRV: 'pressureReducing',
  PSV: 'pressureSustaining',
  PBV: 'pressureBreaker',
  FCV: 'flowControl',
  TCV: 'throttleControl',
  GPV: 'general',
  PCV: 'positionalControl',
};

/** The factor of a valve's setting. */
export function settingFactor(type: string | undefined, units: InpUnits): number {
  const upper = type?.toUpperCase();
  if (upper === 'PRV' || upper === 'PSV' || upper === 'PBV') return units.pressure;
  return upper === 'FCV' ? units.flow : 1;
}

/** A row of [VALVES] and, where there is one, the valve's row of [STATUS]. */
export function valveOf(
  part: InpCase,
  row: InpRow,
  status: InpRow | undefined,
): InpTwin | undefined {
  const type = row.words[4]?.toUpperCase() ?? '';
  const valveType = types[type];
  if (valveType === undefined) {
    listRow(part, row, `has the valve type "${type}"`, Object.keys(types).join(', '));
    return undefined;
  }
  const fixed = fixedStatus(status);
  const factor = settingFactor(type, part.units);
  const isGeneral = type === 'GPV';
  const later =
    status !== undefined && fixed === undefined ? numberAt(status, 1, factor) : undefined;
  return {
    model: 'dtmi:linchpin:water:Valve;1',
    numbers: {
      diameter: numberAt(row, 3, part.units.pipeDiameter),
      setting: isGeneral ? undefined : (later ?? numberAt(row, 5, factor)),
      minorLoss: numberAt(row, 6),
    },
    other: present({
      valveType,
      headlossCurve: isGeneral ? row.words[5] : undefined,
      fixedStatus: fixed,
      open: fixed !== 'closed',
    }),
  };
}

function fixedStatus(status: InpRow | undefined): 'open' | 'closed' | undefined {
  const word = status?.words[1]?.toLowerCase();
  return word === 'open' || word === 'closed' ? word : undefined;
}
