/** Walks folders: for the built-in ontology, `ontology check` and imports. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files under a folder in the order of their paths, those of hidden folders left out. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/]\.[^\\/]/.test(path.slice(folder.length)))
    .sort();
}
