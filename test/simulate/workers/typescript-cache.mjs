/**
 * Loads our TypeScript in worker threads of tests: compiled once for each version of a file and
 * kept in the temporary folder, because every thread begins anew.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), 'linchpin-compiled-tests');

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const text = await readFile(new URL(url), 'utf8');
  const kept = join(folder, createHash('sha256').update(text).digest('hex'));
  const source = await readFile(kept, 'utf8').catch(() => compile(text, kept));
  return { format: 'module', source, shortCircuit: true };
}

async function compile(text, kept) {
  const { default: ts } = await import('typescript');
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  const { outputText } = ts.transpileModule(text, { compilerOptions });
  await mkdir(folder, { recursive: true });
  const own = `${kept}.${process.pid}.${performance.now()}`;
  await writeFile(own, outputText);
  await rename(own, kept);
  return outputText;
}
