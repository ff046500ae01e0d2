/**
 * The formats that can be read, and how each is recognised by a file's name and content. Used by
 * `readFiles`, by the search of folders and by the commands' `--format`.
 */
import { isMappingName } from './csv/mapping.ts';
import { dependencyMapping } from './csv/reader.ts';
import { readCsvText } from './csv/text.ts';
import type { SourceFile } from './document.ts';
import { stemOf } from './naming.ts';

/** Names of the formats, as `--format` takes them. */
export const formatNames = [
  'adt-ndjson',
  'adt-json',
  'matpower',
  'pandapower',
  'epanet',
  'tntp',
  'csv',
  'csv-mapping',
] as const;

/** The name of a format. */
export type FormatName = (typeof formatNames)[number];

const networks: ReadonlySet<FormatName> = new Set(['matpower', 'pandapower', 'epanet', 'tntp']);

/** Whether files of a format are networks, whose readers make up the ids of the twins. */
export function isNetwork(format: FormatName | undefined): boolean {
  return format !== undefined && networks.has(format);
}

const byEnding: Readonly<Record<string, FormatName>> = {
  ndjson: 'adt-ndjson',
  jsonl: 'adt-ndjson',
  m: 'matpower',
  inp: 'epanet',
  tntp: 'tntp',
  csv: 'csv',
  tsv: 'csv',
};

/** Tells formats apart by what stands in the beginning of a file. */
const byContent: readonly (readonly [RegExp, FormatName])[] = [
  [/"_class"\s*:\s*"pandapowerNet"|"_module"\s*:\s*"pandapower/, 'pandapower'],
  [/^\s*\{\s*"Section"\s*:/, 'adt-ndjson'],
  [/^\s*[[{]/, 'adt-json'],
  [/^\s*function\s+mpc\b|^\s*mpc\.\w+\s*=/m, 'matpower'],
  [/^\s*\[(TITLE|JUNCTIONS)\]/im, 'epanet'],
  [/^\s*<(NUMBER OF ZONES|TOTAL OD FLOW)>/im, 'tntp'],
];

/** The format of a file by its name, else by its content; undefined when neither tells. */
export function formatOf(file: SourceFile): FormatName | undefined {
  if (isMappingName(file.name)) return 'csv-mapping';
  const ending = /\.([^./\\]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const named = Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
  if (named !== undefined) return named;
  const beginning = beginningOf(file, 4096);
  return byContent.find(([pattern]) => pattern.test(beginning))?.[1];
}

/** What a JSON file with twins, relationships or models holds, and settings of a tool do not. */
const namesItems = /"(@id|@type|\$dtId|\$relationshipId|\$relationshipName)"\s*:/;

/** A file in a folder, of which as little as possible is read. */
interface Candidate {
  /** Its first bytes, under its name without `.gz`. */
  readonly beginning: SourceFile;
  whole(): SourceFile;
}

/** Whether a file found in a folder is meant for import: a table without mapping, say, is not. */
export function isReadable(file: Candidate, mappings: readonly Candidate[]): boolean {
  const { beginning } = file;
  const format = formatOf(beginning);
  if (format === 'adt-json') return namesItems.test(new TextDecoder().decode(file.whole().bytes));
  if (format !== 'csv') return format !== undefined;
  const stem = stemOf(beginning.name);
  const mapped = mappings.some((mapping) => stemOf(stemOf(mapping.beginning.name)) === stem);
  const heading = readCsvText(beginningOf(beginning, 4096)).rows[0]?.cells ?? [];
  return mapped || dependencyMapping(beginning.name, heading) !== undefined;
}

function beginningOf(file: SourceFile, bytes: number): string {
  return new TextDecoder('utf-8').decode(file.bytes.subarray(0, bytes));
}
