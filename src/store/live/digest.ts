/** Keys of senders have any length and content; their digest fits every table and index. */
import { createHash } from 'node:crypto';

/** 24 characters of URL-safe Base64: the first 144 bits of SHA-256 over the key as JSON. */
export function digestOf(...key: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('base64url').slice(0, 24);
}
