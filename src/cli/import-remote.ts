/**
 * `linchpin import --url`: files into a running service. Small ones go as they are in one request;
 * larger ones go in parts: models, networks as they are, then twins and relationships, read here.
 */
import type { LoadProgress, LoadResult } from '../flows/load.ts';
import { loadRecords } from '../flows/load-records.ts';
import { Rejections } from '../flows/load-rejections.ts';
import { surveyAll } from '../flows/load-survey.ts';
import type { SourceFile } from '../interchange/document.ts';
import { isNetwork } from '../interchange/formats.ts';
import { formatFor } from '../interchange/read-files.ts';
import { recordSources } from '../interchange/record-sources.ts';
import { type FoundFile, findSources } from '../interchange/source-files.ts';
import { LinchpinError } from '../model/errors.ts';
import { modelParts, placedInSources } from './import-models.ts';
import { networkParts } from './import-networks.ts';
import { partTarget } from './import-parts.ts';
import { type Imported, type ImportService, importService } from './import-service.ts';
import { documentsInRequest, inRequest, requestBytes } from './import-sizes.ts';

/** How files are imported into a service. */
export interface RemoteOptions {
  readonly dryRun?: boolean;
  readonly replace?: boolean;
  readonly prefix?: string;
  readonly onProgress: (progress: LoadProgress) => void;
}

/** Imports files and folders; throws what the service answers when it refuses a request. */
export async function importIntoService(
  url: string,
  paths: readonly string[],
  options: RemoteOptions,
): Promise<LoadResult> {
  const { files, skipped, problems } = findSources(paths);
  const service = importService(url, options);
  const small = smallDocuments(files);
  if (small !== undefined) {
    const imported = await service.send(small);
    const rejected = [...problems, ...imported.rejected];
    return { ...imported, rejected, unlisted: imported.unlisted, skipped };
  }
  if (options.dryRun === true) throw tooLargeForDryRun(url);
  const rejections = new Rejections();
  rejections.add('reading', problems);
  const sum = await inParts(service, files, { ...options, rejections });
  return { ...sum, rejected: rejections.listed, unlisted: rejections.unlisted, skipped };
}

/** All files as they are, where they fit into one request. */
function smallDocuments(files: readonly FoundFile[]): readonly SourceFile[] | undefined {
  if (files.reduce((sum, { size }) => sum + size, 0) > requestBytes) return undefined;
  const documents = files.map((file) => file.whole());
  return documentsInRequest(documents) > requestBytes ? undefined : documents;
}

type Counts = Omit<LoadResult, 'rejected' | 'unlisted' | 'skipped'>;

async function inParts(
  service: ImportService,
  files: readonly FoundFile[],
  { rejections, prefix, onProgress }: RemoteOptions & { readonly rejections: Rejections },
): Promise<Counts> {
  const ofNetwork = (file: FoundFile) => isNetwork(formatFor(file.beginning, {}));
  const naming = prefix === undefined ? {} : { prefix };
  const sources = recordSources(
    files.filter((file) => !ofNetwork(file)),
    naming,
  );
  const { models, modelSources, records } = await surveyAll(sources, rejections, (done, total) =>
    onProgress({ stage: 'survey', done, total }),
  );
  const ontology = modelParts(models);
  rejections.add('models', ontology.problems);
  const networks = networkParts(files.filter(ofNetwork), naming);
  rejections.add('networks', networks.problems);
  const whole: Imported[] = [];
  const send = async (step: 'models' | 'networks', documents: readonly SourceFile[]) => {
    const imported = await service.send(documents);
    rejections.add(step, placedInSources(imported.rejected, modelSources));
    whole.push(imported);
  };
  for (const document of ontology.documents) await send('models', [document]);
  for (const documents of networks.requests) await send('networks', documents);
  const target = partTarget(service);
  const loaded = await loadRecords(target, sources, {
    batch: 20_000,
    weight: { of: (record) => inRequest(target.lineOf(record)), most: requestBytes },
    rejections,
    onProgress: (done) => onProgress({ stage: 'load', done, total: records }),
  });
  return whole.reduce(added, { models: 0, ...loaded });
}

function added(sum: Counts, more: Counts): Counts {
  return {
    models: sum.models + more.models,
    twins: sum.twins + more.twins,
    relationships: sum.relationships + more.relationships,
    unchanged: sum.unchanged + more.unchanged,
    replaced: sum.replaced + more.replaced,
  };
}

function tooLargeForDryRun(url: string): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: url,
    message: 'so much goes in parts, and what a part refuses depends on those before it',
    expected: `at most ${requestBytes} bytes for a dry run in a running service`,
    action: 'stop the service and make the dry run on its data folder with --data',
  });
}
