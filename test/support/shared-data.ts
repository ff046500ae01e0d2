/** Finds the public data that tests read beside the checkout; absent for a user's clone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.ts';

/** Why a test that needs the data is skipped. */
export const noSharedData = 'the folder ../shared/data is not beside this checkout';

/** The path of a file or folder of the public data, undefined when it is not there. */
export function sharedData(...names: string[]): string | undefined {
  const path = join(packageRoot(), '..', 'shared', 'data', ...names);
  return existsSync(path) ? path : undefined;
}
