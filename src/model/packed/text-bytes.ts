/**
 * Text as UTF-8 bytes, and hashes of them: what the heaps and indexes of a packed graph are made
 * of. Text with a lone surrogate has no UTF-8 form; whoever keeps it needs another one.
 */

/**
 * Writes a text's UTF-8 bytes at a place; the place after them, or -1 for text that is not
 * well-formed Unicode. `bytes` needs room for three bytes per UTF-16 code unit.
 */
export function writeText(text: string, bytes: Uint8Array, start: number): number {
  let at = start;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    if (code >= 0xd800 && code < 0xe000) {
      const low = text.charCodeAt(++i);
      if (code >= 0xdc00 || !(low >= 0xdc00 && low < 0xe000)) return -1;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    at = writeCode(code, bytes, at);
  }
  return at;
}

function writeCode(code: number, bytes: Uint8Array, start: number): number {
  let at = start;
  if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6);
  else {
    if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
    else {
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
    }
    bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
  }
  bytes[at++] = 0x80 | (code & 0x3f);
  return at;
}

/** The state in which a hash begins. */
export const hashSeed = 0x811c9dc5 | 0;

/** A hash after more bytes (FNV-1a, 32 bits). */
export function hashBytes(bytes: Uint8Array, start: number, end: number, from = hashSeed): number {
  let hash = from;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash;
}

/** A finished hash, so that its low bits depend on all of it (MurmurHash3's last step). */
export function spread(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Whether two stretches of one length hold the same bytes. */
export function sameBytes(
  a: Uint8Array,
  startA: number,
  { bytes: b, start: startB, length }: Stretch,
): boolean {
  for (let i = 0; i < length; i++) if (a[startA + i] !== b[startB + i]) return false;
  return true;
}

/** A part of some bytes. */
export interface Stretch {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly length: number;
}

let scratch = new Uint8Array(1024);

/** A text's bytes, good until the next call; undefined for text that is not well-formed. */
export function stretchOf(text: string): Stretch | undefined {
  if (text.length * 3 > scratch.length) scratch = new Uint8Array(text.length * 6);
  const length = writeText(text, scratch, 0);
  return length < 0 ? undefined : { bytes: scratch, start: 0, length };
}
