/** The first pass of an import over its sources: models, counts, and files that are broken. */
import type { ModelSources } from '../interchange/document.ts';
import type { RecordSource } from '../interchange/record-source.ts';
import type { JsonObject } from '../model/json.ts';
import type { ModelSource } from '../ontology/model-place.ts';
import type { Rejections } from './load-rejections.ts';

/** What all sources hold together. */
export interface SurveyOfAll {
  readonly models: readonly JsonObject[];
  readonly modelSources: ModelSources;
  /** How many twins and relationships there seem to be. */
  readonly records: number;
}

/** Surveys sources one after another; `onRead` is told of the bytes read so far and of all. */
export async function surveyAll(
  sources: readonly RecordSource[],
  rejections: Rejections,
  onRead?: (done: number, total: number) => void,
): Promise<SurveyOfAll> {
  const total = sources.reduce((sum, { size }) => sum + size, 0);
  const models: JsonObject[] = [];
  const modelSources = new Map<JsonObject, ModelSource>();
  let [records, read] = [0, 0];
  for (const source of sources) {
    const survey = await source.survey((bytes) => {
      read += bytes;
      onRead?.(read, total);
    });
    for (const model of survey.models) models.push(model);
    for (const [model, from] of survey.modelSources ?? []) modelSources.set(model, from);
    rejections.add('reading', survey.problems);
    records += survey.twins + survey.relationships;
  }
  return { models, modelSources, records };
}
