/** The networks of an import in requests that they fit into. Used by `linchpin import --url`. */
import { twinOf } from '../flows/load-networks.ts';
import type { SourceFile } from '../interchange/document.ts';
import type { ReadOptions } from '../interchange/naming.ts';
import { formatFor, readDocument } from '../interchange/read-files.ts';
import type { FoundFile } from '../interchange/source-files.ts';
import { tntpNetworkOf } from '../interchange/tntp/reader.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import { documentsInRequest, requestBytes, tooLarge } from './import-sizes.ts';

/** Documents to send together, and the networks that cannot be sent. */
export interface NetworkParts {
  readonly requests: readonly (readonly SourceFile[])[];
  readonly problems: readonly Problem[];
}

interface Request {
  readonly documents: SourceFile[];
  bytes: number;
}

/**
 * The requests of networks. The relationships of one are judged by what becomes of its twins, so
 * each goes whole; those that give equal ids go together, so that the service keeps them apart.
 */
export function networkParts(files: readonly FoundFile[], options: ReadOptions): NetworkParts {
  const { networks, problems } = networksOf(files);
  const requests: Request[] = [];
  const requestOf = new Map<string, Request>();
  for (const [name, documents] of networks) {
    const bytes = documentsInRequest(documents);
    const ids = bytes > requestBytes ? [] : twinIds(documents, options);
    const shared = new Set(ids.flatMap((id) => requestOf.get(id) ?? []));
    const [request = requests.at(-1)] = shared;
    const fits = request !== undefined && request.bytes + bytes <= requestBytes;
    if (bytes > requestBytes) problems.push(tooLarge(name, bytes));
    else if (shared.size > 1 || (shared.size === 1 && !fits)) problems.push(sharesIds(name));
    else {
      const taken = fits ? request : { documents: [], bytes: 0 };
      if (!fits) requests.push(taken);
      taken.documents.push(...documents);
      taken.bytes += bytes;
      for (const id of ids) requestOf.set(id, taken);
    }
  }
  return { requests: requests.map(({ documents }) => documents), problems };
}

/** The files of each network, and those that cannot be read. */
function networksOf(files: readonly FoundFile[]) {
  const networks = new Map<string, SourceFile[]>();
  const problems: Problem[] = [];
  for (const file of files) {
    const { name } = file.beginning;
    const network = formatFor(file.beginning, {}) === 'tntp' ? tntpNetworkOf(name) : name;
    try {
      networks.set(network, [...(networks.get(network) ?? []), file.whole()]);
    } catch (error) {
      if (!(error instanceof LinchpinError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { networks, problems };
}

function twinIds(documents: readonly SourceFile[], options: ReadOptions): readonly string[] {
  const { changes } = readDocument(documents, options);
  return changes.flatMap(({ change }) => twinOf(change)?.id ?? []);
}

function sharesIds(where: string): Problem {
  return {
    code: 'CONFLICT',
    where,
    message: 'its twins have ids of another network, and both do not fit into one request',
    expected: `networks of equal ids that take at most ${requestBytes} bytes together`,
    action: 'import it by itself with --prefix',
  };
}
