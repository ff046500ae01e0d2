/**
 * Writes a water network as the text of an EPANET input file (EPANET 2.2 manual, appendix C), in
 * litre per second, metre, millimetre and kilowatt. Called by the water mechanism.
 */
import type { Json, JsonObject } from '../../../model/json.ts';
import { controlRows, ruleRows } from './controls.ts';
import { demandRows } from './demands.ts';
import { isText, namedList, numberList } from './properties.ts';
import type { Element, LinkElement, WaterModel } from './water-model.ts';
import { optionRows, timeRows } from './water-settings.ts';

/** Where a run goes on that began with another graph. */
export interface Resumption {
  /** Seconds since the network's own start. */
  readonly elapsedSeconds: number;
  /** Levels of tanks in metre, by twin. */
  readonly levels: ReadonlyMap<string, number>;
  /** Speed of pumps, 0 when off, by twin; what else can be opened: 1 open, 0 closed. */
  readonly settings: ReadonlyMap<string, number>;
}

const atStart: Resumption = { elapsedSeconds: 0, levels: new Map(), settings: new Map() };

/** The whole text. */
export function inputText(model: WaterModel, resumption: Resumption = atStart): string {
  const { nodes, links, properties, settings } = model;
  const names = namesIn(properties);
  const of = <T extends Element>(elements: readonly T[], kind: Element['kind']) =>
    elements.filter((element) => element.kind === kind);
  const junctions = of(nodes, 'junction');
  const ends = (link: LinkElement) =>
    `${link.name} ${nodes[link.from]?.name} ${nodes[link.to]?.name}`;
  const { elapsedSeconds } = resumption;
  const sections: Record<string, readonly string[]> = {
    JUNCTIONS: junctions.map((each) => `${each.name} ${number(each, 'elevation')}`),
    RESERVOIRS: of(nodes, 'reservoir').map(
      (each) =>
        `${each.name} ${number(each, 'totalHead')} ${names.pattern(each.properties.headPattern)}`,
    ),
    TANKS: of(nodes, 'tank').map((each) => tankRow(each, names, resumption)),
    PIPES: of(links, 'pipe').map((each) => `${ends(each)} ${pipeWords(each, resumption)}`),
    PUMPS: of(links, 'pump').map((each) => `${ends(each)} ${pumpWords(each, names)}`),
    VALVES: of(links, 'valve').map((each) => `${ends(each)} ${valveWords(each, names)}`),
    DEMANDS: junctions.flatMap((each) => demandRows(each, properties, names.pattern)),
    EMITTERS: junctions.flatMap((each) =>
      each.properties.emitterCoefficient === undefined
        ? []
        : [`${each.name} ${number(each, 'emitterCoefficient')}`],
    ),
    STATUS: links.flatMap((each) => statusRows(each, resumption)),
    PATTERNS: names.patterns,
    CURVES: names.curves,
    CONTROLS: controlRows(properties, elapsedSeconds),
    RULES: ruleRows(properties, elapsedSeconds),
    OPTIONS: optionRows(properties, names.pattern(properties.defaultPattern) || undefined),
    TIMES: timeRows(properties, settings, elapsedSeconds),
    REPORT: ['STATUS NO', 'SUMMARY NO'],
  };
  const written = Object.entries(sections).map(([name, rows]) => [`[${name}]`, ...rows, '']);
  return [...written.flat(), '[PIPES]', ...stubs(model), '', '[END]', ''].join('\n');
}

/** Closed pipes, after all links, to nodes that no link reaches: EPANET refuses such nodes. */
function stubs({ nodes, links }: WaterModel): string[] {
  const reached = new Set(links.flatMap(({ from, to }) => [from, to]));
  const names = new Set(links.map(({ name }) => name.toUpperCase()));
  return nodes.flatMap(({ name }, node) => {
    if (reached.has(node)) return [];
    const other = nodes[node === 0 ? 1 : 0]?.name;
    let stub = `STUB${node}`;
    while (names.has(stub)) stub += '_';
    return [`${stub} ${name} ${other} 1 100 100 0 CLOSED`];
  });
}

function number({ properties }: Element, name: string, otherwise = 0): number {
  const value = properties[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

interface Names {
  /** Rows of [PATTERNS] and [CURVES]. */
  readonly patterns: readonly string[];
  readonly curves: readonly string[];
  /** EPANET's name of a pattern or curve; empty when there is none of that name. */
  pattern(name: Json | undefined): string;
  curve(name: Json | undefined): string;
}

/** Patterns become P1, P2 …, curves C1, C2 …: EPANET takes a pattern 1 for the default. */
function namesIn(network: JsonObject): Names {
  const patterns = namedList(network.patterns);
  const curves = namedList(network.curves);
  const nameIn = (list: readonly JsonObject[], letter: string) => (name: Json | undefined) => {
    const index = isText(name) ? list.findIndex((each) => each.name === name) : -1;
    return index < 0 ? '' : `${letter}${index + 1}`;
  };
  return {
    patterns: patterns.flatMap(({ multipliers }, index) =>
      numberList(multipliers).map((multiplier) => `P${index + 1} ${multiplier}`),
    ),
    curves: curves.flatMap(({ x, y }, index) => {
      const ordinates = numberList(y);
      return numberList(x).map((value, point) => `C${index + 1} ${value} ${ordinates[point]}`);
    }),
    pattern: nameIn(patterns, 'P'),
    curve: nameIn(curves, 'C'),
  };
}

/** A level beyond the limits, as a reading may be, counts as at the limit. */
function tankRow(tank: Element, names: Names, { levels }: Resumption): string {
  const level = levels.get(tank.twin) ?? number(tank, 'level', number(tank, 'initialLevel'));
  const [least, highest] = [number(tank, 'minimumLevel'), number(tank, 'maximumLevel')];
  const words = [
    number(tank, 'elevation'),
    Math.min(highest, Math.max(least, level)),
    least,
    highest,
    number(tank, 'diameter'),
    number(tank, 'minimumVolume'),
    names.curve(tank.properties.volumeCurve) || '*',
    tank.properties.overflow === true ? 'YES' : 'NO',
  ];
  return `${tank.name} ${words.join(' ')}`;
}

function pipeWords(pipe: LinkElement, { settings }: Resumption): string {
  const isOpen = settings.get(pipe.twin) ?? (pipe.properties.open === false ? 0 : 1);
  const status =
    pipe.properties.checkValve === true && pipe.properties.open !== false
      ? 'CV'
      : isOpen > 0
        ? 'OPEN'
        : 'CLOSED';
  const words = ['length', 'diameter', 'roughness', 'minorLoss'].map((name) => number(pipe, name));
  return `${words.join(' ')} ${status}`;
}

function pumpWords(pump: LinkElement, names: Names): string {
  const curve = names.curve(pump.properties.headCurve);
  const pattern = names.pattern(pump.properties.speedPattern);
  const drive = curve === '' ? `POWER ${number(pump, 'power')}` : `HEAD ${curve}`;
  return `${drive} SPEED ${number(pump, 'speed', 1)}${pattern === '' ? '' : ` PATTERN ${pattern}`}`;
}

const valveTypes: Readonly<Record<string, string>> = {
  pressureReducing: 'PRV',
  pressureSustaining: 'PSV',
  pressureBreaker: 'PBV',
  flowControl: 'FCV',
  throttleControl: 'TCV',
  general: 'GPV',
  positionalControl: 'PCV',
};

function valveWords(valve: LinkElement, names: Names): string {
  const type = valveTypes[String(valve.properties.valveType)] ?? 'TCV';
  const setting =
    type === 'GPV' ? names.curve(valve.properties.headlossCurve) : number(valve, 'setting');
  return `${number(valve, 'diameter')} ${type} ${setting} ${number(valve, 'minorLoss')}`;
}

/** Pumps that are off and valves that do not control. */
function statusRows({ kind, name, twin, properties }: LinkElement, resumed: Resumption): string[] {
  const setting = resumed.settings.get(twin);
  if (kind === 'pump') {
    if (setting !== undefined) return [`${name} ${setting > 0 ? setting : 'CLOSED'}`];
    return properties.running === false ? [`${name} CLOSED`] : [];
  }
  if (kind !== 'valve') return [];
  if (properties.fixedStatus === 'closed' || properties.open === false) return [`${name} CLOSED`];
  return properties.fixedStatus === 'open' ? [`${name} OPEN`] : [];
}
