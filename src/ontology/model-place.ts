/**
 * Finds what a problem of a model speaks of in the text of its file, so that it can name line and
 * column. Called by `check-files.ts` and by imports, only when there are problems.
 */
import type { Problem } from '../model/errors.ts';
import { JsonSource, type Member } from '../model/json-source.ts';
import { lastSegment } from './dtmi.ts';
import { type LanguageProblem, modelOf, stepTo } from './language/problem.ts';

/** The text of a file, or of a line of one. */
export interface ModelText {
  /** The file, as problems name it. */
  readonly file: string;
  /** The line of the file on which the text begins; 1 by default. */
  readonly firstLine?: number;
  /** Gives the text, without byte order mark; undefined when it cannot be read again. */
  text(): string | undefined;
}

/** Where a model was read from. */
export interface ModelSource {
  readonly text: ModelText;
  /** Offset of the line that holds it, in a text of several. */
  readonly offset?: number;
  /** Keys and positions that lead to it from there. */
  readonly path: readonly string[];
}

/**
 * The problems of models with their places in the files. `sourceOf` knows models by their names; the
 * number is the position of the problem.
 */
export function placedInFiles(
  problems: readonly Problem[],
  sourceOf: (model: string, index: number) => ModelSource | undefined,
): Problem[] {
  const texts = new Map<ModelText, ModelTexts>();
  return problems.map((problem, index) => {
    const source = sourceOf(modelOf(problem), index);
    if (source === undefined) return problem;
    const known = texts.get(source.text) ?? new ModelTexts(source.text);
    texts.set(source.text, known);
    return known.placed(problem, source);
  });
}

/** One text and what was found in it so far. */
class ModelTexts {
  readonly #file: string;
  readonly #source: JsonSource | undefined;
  /** Members of objects and arrays by their steps, by offset. */
  readonly #steps = new Map<number, ReadonlyMap<string, Member>>();
  /** Where the values of objects and arrays begin, by the offset of these: one may hold all models. */
  readonly #values = new Map<number, ReadonlyMap<string, number>>();

  constructor({ file, firstLine, text }: ModelText) {
    this.#file = file;
    const read = text();
    this.#source = read === undefined ? undefined : new JsonSource(read, firstLine);
  }

  placed({ ofKey, ...problem }: Partial<LanguageProblem> & Problem, from: ModelSource): Problem {
    const source = this.#source;
    if (source === undefined) return { ...problem, where: `${this.#file} ${problem.where}` };
    const steps = problem.where.slice(modelOf(problem).length);
    const start = this.#followed(source, from);
    return source.problemAt(this.#find(source, start, steps, ofKey), this.#file, problem);
  }

  /** The offset of a model's text. */
  #followed(source: JsonSource, { offset = 0, path }: ModelSource): number {
    let at = source.valueFrom(offset);
    for (const key of path) {
      const known =
        this.#values.get(at) ??
        new Map(source.members(at).map((each) => [each.key, each.valueAt] as const));
      this.#values.set(at, known);
      at = known.get(key) ?? at;
    }
    return at;
  }

  /** The offset of what steps lead to, or of the last on the way there. */
  #find(source: JsonSource, start: number, steps: string, ofKey = false): number {
    let [at, rest] = [start, steps];
    // A model that is a list, and so none, is not entered.
    while (steps !== '') {
      const isList = source.isArray(at);
      const known = this.#steps.get(at) ?? (isList ? items(source, at) : members(source, at));
      this.#steps.set(at, known);
      const step = longestStep(known, rest);
      const next = known.get(step) ?? (isList ? only(source, at) : undefined);
      if (next === undefined) return at;
      rest = rest.slice(step.length);
      if (rest === '' && ofKey) return next.keyAt;
      at = next.valueAt;
      if (!isList) rest = rest.slice(ownStep(source, at, rest).length);
    }
    return at;
  }
}

/** The members of an object by their keys and, where no key is such, by the properties these mean. */
function members(source: JsonSource, at: number): Map<string, Member> {
  const all = source.members(at);
  const meant = all.map((each) => [stepTo(lastSegment(each.key)), each] as const);
  return new Map([...meant, ...all.map((each) => [stepTo(each.key), each] as const)]);
}

/** The items of an array by their positions, the first of each name by that too. */
function items(source: JsonSource, at: number): Map<string, Member> {
  const steps = new Map<string, Member>();
  for (const item of source.members(at)) {
    const name = source.stringIn(item.valueAt, 'name');
    if (name !== undefined && !steps.has(stepTo(name))) steps.set(stepTo(name), item);
  }
  for (const item of source.members(at)) {
    if (!steps.has(`/${item.key}`)) steps.set(`/${item.key}`, item);
  }
  return steps;
}

/** The item that stands alone, to which no step leads. */
function only(source: JsonSource, at: number): Member | undefined {
  const [item, another] = source.members(at);
  return another === undefined ? item : undefined;
}

/** The step by its name that leads to an element which is the only one under its property. */
function ownStep(source: JsonSource, at: number, rest: string): string {
  const name = source.stringIn(at, 'name');
  const step = name === undefined ? '' : stepTo(name);
  return rest === step || rest.startsWith(`${step}/`) ? step : '';
}

/** The longest known beginning: a name may itself hold what divides steps. Empty where there is none. */
function longestStep(known: ReadonlyMap<string, Member>, rest: string): string {
  for (let end = rest.length; end > 0; end = rest.lastIndexOf('/', end - 1)) {
    if (known.has(rest.slice(0, end))) return rest.slice(0, end);
  }
  return '';
}
