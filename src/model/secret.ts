/** Compares secrets, for the bearer token of the API and the password of the broker. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are equal, in a time that tells nothing of either, whatever their lengths. */
export function sameSecret(given: string | Uint8Array, right: string | Uint8Array): boolean {
  return timingSafeEqual(digest(given), digest(right));
}

/** A digest has one length, which `timingSafeEqual` asks for. */
function digest(secret: string | Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest();
}
