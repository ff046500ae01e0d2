/**
 * The file of learned baselines beside the weights: written by training, read strictly by the
 * evaluations. Trees are packed (five bytes a node, in base64), which keeps it under 400 kB.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LinchpinError } from '../../model/errors.ts';
import { isJsonObject } from '../../model/json.ts';
import { type PackedTrees, packTrees, unpackTrees } from './boosted-trees/packed-trees.ts';
import { columnNames } from './features.ts';
import {
  type CascadeTask,
  cascadeTasks,
  type FittedBaseline,
  learnedNames,
  type TaskBaselines,
  usesNeighbours,
} from './fitted-baselines.ts';
import type { LearnedModel } from './learned-scores.ts';
import type { LogisticModel } from './logistic-regression.ts';

/** The file of a folder of weights that holds the baselines. */
export const baselinesFile = 'baselines.json';

export type TasksBaselines = Readonly<Record<CascadeTask, TaskBaselines>>;

/** How many graphs, and the hash of everything that was seen of them. */
export interface GraphsRecord {
  readonly graphs: number;
  readonly sha256: string;
}

/** How the models were made. */
export interface BaselineRecord {
  readonly plan: object;
  readonly data: Readonly<
    Record<'train' | 'validation', Readonly<Record<CascadeTask, GraphsRecord>>>
  >;
}

type PackedModel =
  | Omit<LogisticModel, 'columns'>
  | ({ readonly kind: 'boosted-trees' } & PackedTrees);
type PackedBaseline = Omit<FittedBaseline, 'model'> & { readonly model: PackedModel };

/** What the hash is of. */
interface Content extends BaselineRecord {
  /** Names of the columns; models on an element's own columns have the first half. */
  readonly features: readonly string[];
  readonly tasks: Readonly<Record<string, Readonly<Record<string, PackedBaseline>>>>;
}

/** The text of the file. */
export function baselinesText(record: BaselineRecord, tasks: TasksBaselines): string {
  const packed = cascadeTasks.map((task) => {
    const models = learnedNames.map((name): [string, PackedBaseline] => {
      const fitted = tasks[task][name];
      return [name, { ...fitted, model: packedModel(fitted.model) }];
    });
    return [task, Object.fromEntries(models)];
  });
  const content: Content = {
    features: columnNames(true),
    plan: record.plan,
    data: record.data,
    tasks: Object.fromEntries(packed),
  };
  const file = { format: 1, licence: 'Apache-2.0', ...content, sha256: hashOf(content) };
  return `${JSON.stringify(file)}\n`;
}

function packedModel(model: LearnedModel): PackedModel {
  if (model.kind === 'boosted-trees') return { kind: model.kind, ...packTrees(model) };
  const { columns: _, ...rest } = model;
  return rest;
}

function hashOf({ features, plan, data, tasks }: Content): string {
  const text = JSON.stringify({ features, plan, data, tasks });
  return createHash('sha256').update(text).digest('hex');
}

/** Throws `NOT_FOUND` for a missing file, `VALIDATION_FAILED` for one that is not as it was made. */
export function readBaselines(path: string): TasksBaselines & { readonly record: BaselineRecord } {
  const content = contentOf(textOf(path), path);
  const tasks = cascadeTasks.map((task) => {
    const models = learnedNames.map((name) => {
      const packed = content.tasks[task]?.[name];
      const model = packed && unpacked(packed.model, columnNames(usesNeighbours(name)));
      if (model !== undefined) return [name, { ...packed, model }];
      throw damaged(path, `${task} has no whole model ${name}`, 'four models for each task');
    });
    return [task, Object.fromEntries(models)];
  });
  const { plan, data } = content;
  return { ...(Object.fromEntries(tasks) as TasksBaselines), record: { plan, data } };
}

function contentOf(text: string, path: string): Content {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, 'the baselines are not JSON', 'a whole JSON document', cause);
  }
  if (!isJsonObject(file as never) || (file as { format?: unknown }).format !== 1)
    throw damaged(path, 'these are not baselines that this version reads', 'format 1');
  const content = file as unknown as Content & { readonly sha256: unknown };
  const columns = columnNames(true);
  if (JSON.stringify(content.features) !== JSON.stringify(columns))
    throw damaged(path, 'the baselines were fitted to other columns', columns.join(', '));
  const sha256 = hashOf(content);
  if (sha256 !== content.sha256)
    throw damaged(path, `the baselines have the hash ${sha256}`, String(content.sha256));
  return content;
}

/** Undefined for what is no model over these columns. */
function unpacked(model: PackedModel, columns: readonly string[]): LearnedModel | undefined {
  if (model.kind === 'boosted-trees') return unpackTrees(model, columns);
  const lists = [model.mean, model.deviation, model.weights];
  return lists.every((list) => list.length === columns.length) ? { ...model, columns } : undefined;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const message = 'the learned baselines are not here';
    const problem = { code: 'NOT_FOUND', where: path, message, action: remedy } as const;
    throw new LinchpinError(problem, { cause });
  }
}

const remedy = 'restore the folder from the package, or fit them again';

function damaged(where: string, message: string, expected: string, cause?: unknown): LinchpinError {
  const problem = { code: 'VALIDATION_FAILED', where, message, expected, action: remedy } as const;
  return new LinchpinError(problem, cause === undefined ? {} : { cause });
}
