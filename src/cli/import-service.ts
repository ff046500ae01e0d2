/** The `importGraph` mutation of a running service. Used by `linchpin import --url`. */
import type { LoadResult } from '../flows/load.ts';
import type { SourceFile } from '../interchange/document.ts';
import type { Problem } from '../model/errors.ts';
import { answerError, post } from './remote.ts';

/** What the service says of the documents of one request. */
export type Imported = Omit<LoadResult, 'skipped'>;

/** Sends documents to a service. */
export interface ImportService {
  /** Throws a `LinchpinError` when the service refuses the whole request or does not answer. */
  send(documents: readonly SourceFile[]): Promise<Imported>;
}

const mutation = `mutation ($input: ImportGraphInput!) {
  importGraph(input: $input) {
    models twins relationships unchanged replaced unlisted
    rejected { code where message expected action }
  }
}`;

/** What holds for every request. */
export interface ServiceOptions {
  readonly dryRun?: boolean;
  readonly replace?: boolean;
  readonly prefix?: string;
}

/** The service at an address. */
export function importService(
  url: string,
  { dryRun = false, replace = false, prefix }: ServiceOptions,
): ImportService {
  return {
    async send(files) {
      const text = new TextDecoder();
      const documents = files.map(({ name, bytes }) => ({ name, content: text.decode(bytes) }));
      const variables = { input: { documents, dryRun, replace, prefix } };
      const response = await post(url, { query: mutation, variables });
      const imported = response.data?.importGraph as Imported | undefined;
      if (imported != null) {
        return { ...imported, rejected: imported.rejected.map(withoutNulls) };
      }
      const action = 'repeat the import, or stop the service and import into its data folder';
      throw answerError(url, response, action);
    },
  };
}

/** GraphQL says null for what a problem leaves out. */
function withoutNulls(problem: Problem): Problem {
  const given = Object.entries(problem).filter(([, value]) => value !== null);
  return Object.fromEntries(given) as unknown as Problem;
}
