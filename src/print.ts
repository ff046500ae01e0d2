/** `npm run print`: writes the files of `schema/` that are printed from the code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';
import { printedFiles } from './printed-files.ts';

for (const [name, text] of printedFiles()) {
  writeFileSync(join(packageRoot(), 'schema', name), text);
}
