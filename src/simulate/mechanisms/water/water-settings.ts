/** Times and options of a water network: as numbers for the run, and as sections for EPANET. */
import type { JsonObject } from '../../../model/json.ts';
import { isRecord, isText } from './properties.ts';
import type { WaterSettings } from './water-model.ts';

const hour = 3600;

/** The settings that the run needs; EPANET's defaults where the network states none. */
export function settingsOf(network: JsonObject): WaterSettings {
  const time = (name: string, otherwise: number) => {
    const seconds = Number(
      isRecord(network.times) ? (network.times[name] ?? otherwise) : otherwise,
    );
    return seconds >= 0 ? Math.round(seconds) : otherwise;
  };
  const option = (name: string) => (isRecord(network.options) ? network.options[name] : undefined);
  const patternStep = time('patternTimestep', hour) || hour;
  const reportStep = time('reportTimestep', hour) || hour;
  const hydraulicStep = time('hydraulicTimestep', hour) || hour;
  return {
    hydraulicStep: Math.min(hydraulicStep, patternStep, reportStep),
    patternStep,
    patternStart: time('patternStart', 0),
    reportStep,
    startClock: time('startClocktime', 0),
    minimumPressure: Math.max(0, Number(option('minimumPressure')) || 0),
    isPressureDriven: /^pda$/i.test(String(option('demandModel') ?? '')),
  };
}

/** Options of EPANET that say how hydraulics are solved; values as the import keeps them. */
const hydraulicOptions: Readonly<Record<string, string>> = {
  specificGravity: 'SPECIFIC GRAVITY',
  viscosity: 'VISCOSITY',
  trials: 'TRIALS',
  accuracy: 'ACCURACY',
  headerror: 'HEADERROR',
  flowchange: 'FLOWCHANGE',
  checkfreq: 'CHECKFREQ',
  maxcheck: 'MAXCHECK',
  damplimit: 'DAMPLIMIT',
  unbalanced: 'UNBALANCED',
  demandModel: 'DEMAND MODEL',
  minimumPressure: 'MINIMUM PRESSURE',
  requiredPressure: 'REQUIRED PRESSURE',
  pressureExponent: 'PRESSURE EXPONENT',
  emitterExponent: 'EMITTER EXPONENT',
  emitterBackflow: 'EMITTER BACKFLOW',
};

const headlossFormulas: Readonly<Record<string, string>> = {
  hazenWilliams: 'H-W',
  darcyWeisbach: 'D-W',
  chezyManning: 'C-M',
};

/** The rows of [OPTIONS]: litre per second, metre, no water quality. */
export function optionRows(network: JsonObject, defaultPattern: string | undefined): string[] {
  const rows = ['UNITS LPS', 'QUALITY NONE'];
  const formula = isText(network.headlossFormula) ? network.headlossFormula : 'hazenWilliams';
  rows.push(`HEADLOSS ${headlossFormulas[formula] ?? 'H-W'}`);
  const multiplier = Number(network.demandMultiplier ?? 1);
  rows.push(`DEMAND MULTIPLIER ${Number.isFinite(multiplier) ? multiplier : 1}`);
  if (defaultPattern !== undefined) rows.push(`PATTERN ${defaultPattern}`);
  const options = isRecord(network.options) ? network.options : {};
  for (const [name, words] of Object.entries(hydraulicOptions)) {
    const value = options[name];
    if (value !== undefined && value !== '') rows.push(`${words} ${String(value)}`);
  }
  return rows;
}

/** A run that goes on has its steps ended from outside. */
const neverReport = 100_000 * hour;

/** The rows of [TIMES], for a run that begins some seconds after the network's own start. */
export function timeRows(
  network: JsonObject,
  settings: WaterSettings,
  elapsedSeconds: number,
): string[] {
  const times = isRecord(network.times) ? network.times : {};
  const ruleStep = Number(times.ruleTimestep);
  const clock = (settings.startClock + elapsedSeconds) % (24 * hour);
  return [
    row('HYDRAULIC TIMESTEP', settings.hydraulicStep),
    row('PATTERN TIMESTEP', settings.patternStep),
    row('PATTERN START', settings.patternStart + elapsedSeconds),
    row('REPORT TIMESTEP', elapsedSeconds > 0 ? neverReport : settings.reportStep),
    row('START CLOCKTIME', clock),
    ...(ruleStep > 0 ? [row('RULE TIMESTEP', Math.round(ruleStep))] : []),
  ];
}

function row(name: string, seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${name} ${two(seconds / hour)}:${two((seconds % hour) / 60)}:${two(seconds % 60)}`;
}
