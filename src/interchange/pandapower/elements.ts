/**
 * The element tables of pandapower: which model each has, which column becomes which property, and
 * which columns name the buses it is joined to. Columns as in pandapower's element documentation.
 */
import type { JsonObject } from '../../model/json.ts';
import { present } from '../document.ts';

/** How the rows of one table become twins. */
export interface ElementTable {
  readonly model: string;
  /** Column → property, where the value is taken as it is. */
  readonly columns: Readonly<Record<string, string>>;
  /** Column that holds a bus index → relationship. */
  readonly buses: Readonly<Record<string, string>>;
  /** Properties that are computed from several columns, or are the same for all. */
  readonly derived?: (row: JsonObject) => JsonObject;
}

const power = (name: string) => `dtmi:linchpin:power:${name};1`;
const atBus = { bus: 'connectsTo' };

const bus: ElementTable = {
  model: power('Bus'),
  columns: {
    vn_kv: 'nominalVoltage',
    type: 'constructionType',
    max_vm_pu: 'maximumVoltage',
    min_vm_pu: 'minimumVoltage',
  },
  buses: {},
  derived: (row) => (row.zone === null || row.zone === undefined ? {} : { zone: String(row.zone) }),
};

const load: ElementTable = {
  model: power('Load'),
  columns: {
    p_mw: 'ratedPower',
    q_mvar: 'ratedReactivePower',
    sn_mva: 'ratedApparentPower',
    scaling: 'scaling',
    const_z_percent: 'constantImpedanceShare',
    const_i_percent: 'constantCurrentShare',
    type: 'connectionType',
  },
  buses: atBus,
  derived: (row) =>
    consumes(factor(row.scaling) * number(row.p_mw), factor(row.scaling) * number(row.q_mvar)),
};

const motor: ElementTable = {
  model: power('Motor'),
  columns: {
    pn_mech_mw: 'ratedPower',
    loading_percent: 'loading',
    cos_phi: 'powerFactor',
    cos_phi_n: 'ratedPowerFactor',
    efficiency_percent: 'efficiency',
    efficiency_n_percent: 'ratedEfficiency',
    lrc_pu: 'lockedRotorCurrent',
    rx: 'resistanceToReactance',
    vn_kv: 'nominalVoltage',
    scaling: 'scaling',
  },
  buses: atBus,
  derived: (row) => {
    const electrical =
      (number(row.pn_mech_mw) * factor(row.scaling) * number(row.loading_percent, 100)) /
      (number(row.efficiency_percent, 100) || 100);
    const cosine = number(row.cos_phi, 1);
    return consumes(electrical, electrical * Math.tan(Math.acos(Math.min(1, cosine))));
  },
};

const source = {
  p_mw: 'activePower',
  q_mvar: 'reactivePower',
  vm_pu: 'voltageSetpoint',
  va_degree: 'voltageAngle',
  sn_mva: 'ratedApparentPower',
  scaling: 'scaling',
  slack: 'slack',
  min_p_mw: 'minimumPower',
  max_p_mw: 'capacity',
  min_q_mvar: 'minimumReactivePower',
  max_q_mvar: 'maximumReactivePower',
};
const supplies = (): JsonObject => ({ commodity: 'power', capacityUnit: 'megawatt' });

const generator: ElementTable = {
  model: power('Generator'),
  columns: { ...source, type: 'fuel', vn_kv: 'nominalVoltage' },
  buses: atBus,
  derived: supplies,
};

const staticGenerator: ElementTable = {
  model: power('StaticGenerator'),
  columns: { ...source, type: 'plantType' },
  buses: atBus,
  derived: supplies,
};

/** Pandapower counts what a storage takes as positive; a source counts what it gives. */
const battery: ElementTable = {
  model: power('Battery'),
  columns: {
    sn_mva: 'ratedApparentPower',
    scaling: 'scaling',
    soc_percent: 'stateOfCharge',
    min_e_mwh: 'minimumEnergy',
    max_e_mwh: 'energyCapacity',
    type: 'batteryType',
  },
  buses: atBus,
  derived: (row) => ({
    ...supplies(),
    activePower: 0 - number(row.p_mw),
    reactivePower: 0 - number(row.q_mvar),
  }),
};

const gridConnection: ElementTable = {
  model: power('GridConnection'),
  columns: {
    ...source,
    s_sc_max_mva: 'maximumShortCircuitPower',
    s_sc_min_mva: 'minimumShortCircuitPower',
    rx_max: 'maximumResistanceToReactance',
    rx_min: 'minimumResistanceToReactance',
    x0x_max: 'maximumZeroSequenceReactance',
    r0x0_max: 'maximumZeroSequenceResistance',
  },
  buses: atBus,
  derived: () => ({ ...supplies(), slack: true }),
};

const shunt: ElementTable = {
  model: power('Shunt'),
  columns: {
    p_mw: 'shuntConductance',
    vn_kv: 'nominalVoltage',
    step: 'step',
    max_step: 'maximumStep',
  },
  buses: atBus,
  derived: (row) => ({ shuntSusceptance: 0 - number(row.q_mvar) }),
};

const line: ElementTable = {
  model: power('Line'),
  columns: {
    std_type: 'standardType',
    length_km: 'length',
    r_ohm_per_km: 'resistancePerKilometre',
    x_ohm_per_km: 'reactancePerKilometre',
    c_nf_per_km: 'capacitancePerKilometre',
    g_us_per_km: 'conductancePerKilometre',
    max_i_ka: 'maximumCurrent',
    df: 'deratingFactor',
    parallel: 'parallelCount',
  },
  buses: { from_bus: 'connectsFrom', to_bus: 'connectsTo' },
  derived: (row) =>
    present({
      commodity: 'power',
      lineType: row.type === 'ol' ? 'overhead' : row.type === 'cs' ? 'cable' : undefined,
    }),
};

const transformer: ElementTable = {
  model: power('Transformer'),
  columns: {
    std_type: 'standardType',
    sn_mva: 'capacity',
    vn_hv_kv: 'highVoltage',
    vn_lv_kv: 'lowVoltage',
    vk_percent: 'shortCircuitVoltage',
    vkr_percent: 'shortCircuitResistance',
    pfe_kw: 'ironLosses',
    i0_percent: 'noLoadCurrent',
    shift_degree: 'phaseShift',
    tap_neutral: 'tapNeutral',
    tap_min: 'tapMinimum',
    tap_max: 'tapMaximum',
    tap_step_percent: 'tapStepVoltage',
    tap_step_degree: 'tapStepAngle',
    tap_pos: 'tapPosition',
    tap_phase_shifter: 'tapShiftsPhase',
    df: 'deratingFactor',
    parallel: 'parallelCount',
  },
  buses: { hv_bus: 'connectsFrom', lv_bus: 'connectsTo' },
  derived: (row) =>
    present({
      commodity: 'power',
      capacityUnit: 'megavoltAmpere',
      tapSide: row.tap_side === 'hv' ? 'high' : row.tap_side === 'lv' ? 'low' : undefined,
    }),
};

/** A switch's second end is in `element`, of the kind that `et` says. */
const switches: ElementTable = {
  model: power('Switch'),
  columns: { closed: 'closed', type: 'switchType', z_ohm: 'impedance' },
  buses: { bus: 'connectsFrom' },
};

/** The tables that become twins, in the order they are added: what is referred to comes first. */
export const elementTables: ReadonlyMap<string, ElementTable> = new Map([
  ['bus', bus],
  ['switch', switches],
  ['line', line],
  ['trafo', transformer],
  ['ext_grid', gridConnection],
  ['gen', generator],
  ['sgen', staticGenerator],
  ['storage', battery],
  ['load', load],
  ['motor', motor],
  ['shunt', shunt],
]);

function consumes(active: number, reactive: number): JsonObject {
  return {
    commodity: 'power',
    demandRate: active,
    demandUnit: 'megawatt',
    reactiveDemand: reactive,
  };
}

function number(value: unknown, otherwise = 0): number {
  return typeof value === 'number' ? value : otherwise;
}

function factor(value: unknown): number {
  return number(value, 1);
}
