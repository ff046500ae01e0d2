/**
 * Reads EPANET input files (version 2.2) in any of its units. Twins keep the names of the file as
 * ids; where a node and a link share a name, all get their kind before it (`pipe-10`).
 * A file without [END] is taken for cut short and refused whole.
 */
import { isProblem, type Problem } from '../../model/errors.ts';
import { type Document, Draft, present, refused, type SourceFile } from '../document.ts';
import { namesOf, type ReadOptions } from '../naming.ts';
import { textOf } from '../text.ts';
import type { InpCase } from './case.ts';
import { controlsOf, rulesOf } from './controls.ts';
import { curvesOf, patternsOf } from './curves.ts';
import type { Patterns } from './demands.ts';
import { addLinks } from './links.ts';
import { inpNames } from './names.ts';
import { addNodes } from './nodes.ts';
import { readSections, type SectionName } from './sections.ts';
import { convertedOptions, optionsOf, timesOf } from './settings.ts';
import { unitsOf } from './units.ts';

/** Reads a network; labels and the backdrop of the map stay out. */
export function readEpanet(file: SourceFile, options: ReadOptions = {}): Document {
  const text = textOf(file);
  if (isProblem(text)) return refused(text);
  const sections = readSections(text, file.name);
  const settings = optionsOf(sections);
  const flowUnit = settings.get('units') ?? 'GPM';
  const units = unitsOf(flowUnit, settings.get('pressure'));
  if (!sections.ended) return refused(cutShort(file.name));
  if (units === undefined) return refused(unknownUnit(file.name, flowUnit));

  const naming = namesOf(file.name, options);
  const part: InpCase = {
    draft: new Draft(),
    sections,
    units,
    network: naming.network,
    file: file.name,
    ...inpNames(sections, naming),
    place: (row) => `${file.name}:${row.line}`,
  };
  for (const problem of sections.problems) part.draft.problem(problem);
  const patterns = demandPatterns(part, settings);
  addNetwork(part, settings, patterns);
  addNodes(part, patterns, Number(settings.get('emitterExponent') ?? 0.5));
  addLinks(part, /^d/i.test(settings.get('headloss') ?? 'H-W'));
  return part.draft;
}

function demandPatterns(part: InpCase, settings: ReadonlyMap<string, string>): Patterns {
  const multipliers = patternsOf(part);
  const standard = settings.get('pattern') ?? (multipliers.has('1') ? '1' : undefined);
  const demandMultiplier = Number(settings.get('demandMultiplier') ?? 1);
  return { multipliers, standard, demandMultiplier };
}

const headlossFormulas: Readonly<Record<string, string>> = {
  H: 'hazenWilliams',
  D: 'darcyWeisbach',
  C: 'chezyManning',
};
/** Options that are properties of their own. */
const apart = ['units', 'headloss', 'pattern', 'demandMultiplier', 'pressure'];

function addNetwork(
  part: InpCase,
  settings: ReadonlyMap<string, string>,
  { multipliers, standard, demandMultiplier }: Patterns,
): void {
  const statements = (name: SectionName) => part.sections.rows(name).map((row) => row.text);
  const others = new Map([...settings].filter(([name]) => !apart.includes(name)));
  const properties = present({
    title: statements('TITLE').join('\n'),
    sourceUnits: part.units.name,
    headlossFormula: headlossFormulas[(settings.get('headloss') ?? 'H').charAt(0).toUpperCase()],
    demandMultiplier,
    defaultPattern: standard,
    patterns: [...multipliers].map(([name, values]) => ({ name, multipliers: values })),
    curves: curvesOf(part),
    controls: controlsOf(part),
    rules: rulesOf(part),
    ...timesOf(part),
    options: convertedOptions(others, part.units),
    energy: statements('ENERGY'),
    reactions: statements('REACTIONS'),
    sources: statements('SOURCES'),
    report: statements('REPORT'),
  });
  const model = 'dtmi:linchpin:water:WaterNetwork;1';
  part.draft.twin(part.file, part.network, model, properties);
}

function cutShort(name: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: name,
    message: 'the file has no [END], so it is cut short or no EPANET input file',
    expected: 'sections up to a last line [END]',
    action: 'get the whole file, or add [END] if it is whole; nothing of it was taken',
  };
}

function unknownUnit(name: string, unit: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: name,
    message: `the flow unit "${unit.slice(0, 40)}" is not one of EPANET's`,
    expected: 'CFS, GPM, MGD, IMGD, AFD, LPS, LPM, MLD, CMH, CMD or CMS',
    action: 'correct UNITS in [OPTIONS]; nothing of it was taken',
  };
}
