/**
 * What the pool and its workers say to one another. Edits go as JSON text, which is quicker to
 * clone than objects; those of consecutive cases that share them go once.
 */
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { Edit, Scenario } from '../../model/scenario.ts';
import type { ChoiceRequest, ProgramChoice } from '../choice/choice.ts';
import type { Case, SimulationResult } from '../simulator.ts';
import type { SurvivalReport, SurvivalRequest } from '../survival.ts';

/** What runs have in common, in memory that all threads see; `id` tells one from another. */
export interface SharedBytes {
  readonly id: number;
  readonly bytes: SharedArrayBuffer;
}

/** What a thread makes its simulator of. */
export interface SimulatorSource {
  /** The module that exports `engine`, a function of mechanisms that makes the simulator. */
  readonly module: string;
  /** Files of mechanisms of others, for `engine`. */
  readonly mechanisms: readonly string[];
}

/** What a simulator on a thread needs for any message. */
export interface SharedRooms extends SimulatorSource {
  /** An image of the graph. */
  readonly graph: SharedBytes;
  /** The JSON of an `OntologySource`. */
  readonly ontology: SharedBytes;
}

export type Message = CasesMessage | SurvivalMessage | RunMessage | ChoiceMessage;

/** Some cases of a request. */
export interface CasesMessage extends SharedRooms {
  readonly scenario: Scenario;
  readonly kpis: readonly string[];
  readonly cases: PackedCases;
}

/** A part of a question about survival. */
export interface SurvivalMessage extends SharedRooms {
  readonly survival: Omit<SurvivalRequest, 'graph' | 'catalogue' | 'signal'>;
}

/** One run, as a whole. */
export interface RunMessage extends SharedRooms {
  readonly run: Scenario;
}

/** A choice among edits. */
export interface ChoiceMessage extends SharedRooms {
  readonly choice: Omit<ChoiceRequest, 'graph' | 'catalogue' | 'signal'>;
}

/** Cases: edits by case, and one seed each. */
export interface PackedCases {
  /** Lists of edits: JSON text, or as they are where JSON would change them. */
  readonly edits: string | readonly (readonly Edit[])[];
  /** Which list each case has. */
  readonly lists: Uint32Array;
  readonly seeds: Float64Array;
}

/** The answer: figures as in `CaseFigures`, problems by position in the message. */
export interface CasesFound {
  readonly figures: Float64Array;
  readonly problems: readonly Problem[];
  readonly seconds: number;
}

export interface SurvivalFound {
  readonly report: SurvivalReport;
}

export interface RunFound {
  readonly result: SimulationResult;
}

export interface ChoiceFound {
  readonly choice: ProgramChoice | undefined;
}

/** The request as a whole was refused. */
export interface Refused {
  readonly refused: readonly Problem[];
}

/** Packs the cases from one position to another. */
export function packCases(cases: readonly Case[], from: number, to: number): PackedCases {
  const lists = new Uint32Array(to - from);
  const seeds = new Float64Array(to - from);
  const edits: (readonly Edit[])[] = [];
  for (let i = from; i < to; i++) {
    const each = cases[i] as Case;
    if (edits.length === 0 || edits[edits.length - 1] !== each.edits) edits.push(each.edits);
    lists[i - from] = edits.length - 1;
    seeds[i - from] = each.seed;
  }
  const text = JSON.stringify(edits);
  // JSON writes null for NaN and infinity, which are refused in other words than null.
  return { edits: text.includes('null') ? edits : text, lists, seeds };
}

export function unpackCases({ edits, lists, seeds }: PackedCases): Case[] {
  const known = typeof edits === 'string' ? (JSON.parse(edits) as (readonly Edit[])[]) : edits;
  return Array.from(seeds, (seed, i) => ({ edits: known[lists[i] as number] ?? [], seed }));
}

/** A refusal on its way through a message, where errors of our own class do not survive. */
export function refusedBy(error: LinchpinError): Refused {
  const [first] = error.problems;
  const whole: Problem = {
    ...(first as Problem),
    code: error.code,
    where: error.where,
  };
  return { refused: [whole, ...error.problems.slice(1)] };
}

/** The error of a refusal that came back. */
export function errorOf(refused: readonly Problem[]): LinchpinError {
  return new LinchpinError(refused[0] as Problem, { problems: refused });
}
