/** How much goes into one request of an import into a running service. */
import { defaultLimits } from '../api/limits.ts';
import type { SourceFile } from '../interchange/document.ts';
import type { Problem } from '../model/errors.ts';

/** The most bytes of a request that are documents; the service takes a little more. */
export const requestBytes = defaultLimits.bodyBytes * 0.9;

/** How many bytes a text takes within a JSON request. */
export function inRequest(text: string | Uint8Array): number {
  const plain = typeof text === 'string' ? text : new TextDecoder().decode(text);
  return Buffer.byteLength(JSON.stringify(plain));
}

/** How many bytes documents take, with their names and what holds them together. */
export function documentsInRequest(documents: readonly SourceFile[]): number {
  return documents.reduce(
    (sum, { name, bytes }) => sum + inRequest(name) + inRequest(bytes) + 32,
    0,
  );
}

/** The problem of something that cannot be divided and takes so many bytes. */
export function tooLarge(where: string, bytes: number): Problem {
  return {
    code: 'LIMIT_EXCEEDED',
    where,
    message: `it takes ${bytes} bytes of a request, and cannot go in parts`,
    expected: `at most ${requestBytes} bytes`,
    action: 'stop the service and import into its data folder with --data',
  };
}
