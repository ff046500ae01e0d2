/** Holds that the files of `schema/` are what the code prints now. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../src/package-root.ts';
import { printedFiles } from '../src/printed-files.ts';

test.each([...printedFiles()])('schema/%s is fresh (npm run print writes it)', (name, text) => {
  expect(readFileSync(join(packageRoot(), 'schema', name), 'utf8')).toBe(text);
});
