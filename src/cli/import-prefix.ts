/** Tells which files of an import `--prefix` does nothing for. Used by `linchpin import`. */
import { type FormatName, isNetwork } from '../interchange/formats.ts';
import { formatFor } from '../interchange/read-files.ts';
import { type FoundFile, findSources } from '../interchange/source-files.ts';
import type { Problem } from '../model/errors.ts';

/** A problem for each file whose twins have ids of their own. */
export function withoutPrefix(
  paths: readonly string[],
  format: FormatName | undefined,
): readonly Problem[] {
  const options = format === undefined ? {} : { format };
  return findSources(paths)
    .files.filter((file) => namesTwins(file, formatFor(file.beginning, options)))
    .map(({ name }) => ({
      code: 'BAD_USER_INPUT',
      where: name,
      message: 'it names its twins itself, so --prefix changes nothing in it',
      expected: 'files of MATPOWER, pandapower, EPANET or TNTP',
      action: 'change the ids in the file to keep its twins apart from others',
    }));
}

/** Whether a file says the ids of twins; JSON may hold models alone. */
function namesTwins(file: FoundFile, format: FormatName | undefined): boolean {
  if (format === undefined || format === 'csv-mapping' || isNetwork(format)) return false;
  return format !== 'adt-json' || holdsTwins(file);
}

function holdsTwins(file: FoundFile): boolean {
  try {
    return new TextDecoder().decode(file.whole().bytes).includes('"$dtId"');
  } catch {
    // The import itself says why it cannot be read.
    return false;
  }
}
