/**
 * Names of history's blobs. A name says what its blob covers, so that a listing of names is the
 * whole index, and equal segments of several services have equal names.
 */
import { version as imageFormat } from '../model/packed/image-layout.ts';

/** A sealed segment: the commits `after < revision ≤ until`. */
export interface SegmentName {
  readonly after: number;
  readonly until: number;
  /** How many entries it has. */
  readonly entries: number;
  /** The earliest and the latest time of its commits, and of its observations; whole milliseconds. */
  readonly committed: Span;
  readonly observed: Span;
  /** Of a long-term segment: tells it apart from others of the same commits, and when it was begun. */
  readonly token?: string;
}

/** From a time to another, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const segmentPrefix = 'history/segment/';
export const longTermPrefix = 'history/long-term/';
export const longTermPartPrefix = 'history/long-term-part/';
export const checkpointPrefix = 'history/checkpoint/';
export const imagePrefix = 'history/image/';

/** The key of a segment's head, which is written last. */
export function segmentKey(name: SegmentName): string {
  const { entries, committed, observed, token } = name;
  const facts = [entries, committed.from, committed.to, observed.from, observed.to].join('_');
  if (token === undefined) return `${segmentPrefix}${range(name)}/${facts}`;
  return `${longTermPrefix}${range(name)}/${facts}/${token}`;
}

/** What a segment's key says. */
export function segmentNamed(key: string): SegmentName {
  const [, , range = '', facts = '', token] = key.split('/');
  const [after = 0, until = 0] = range.split('-').map(Number);
  const [entries = 0, a = 0, b = 0, c = 0, d = 0] = facts.split('_').map(Number);
  const [committed, observed] = [
    { from: a, to: b },
    { from: c, to: d },
  ];
  return { after, until, entries, committed, observed, ...(token !== undefined && { token }) };
}

/** The key of one part of a segment. */
export function partKey(name: SegmentName, part: number): string {
  const { token } = name;
  if (token === undefined) return `history/part/${range(name)}/${part}`;
  return `${longTermPartPrefix}${range(name)}/${token}/${part}`;
}

/** The token in the key of a long-term segment's part. */
export function longTermToken(key: string): string {
  return key.slice(longTermPartPrefix.length).split('/')[1] ?? '';
}

function range({ after, until }: SegmentName): string {
  return `${ordered(after)}-${ordered(until)}`;
}

/**
 * The key of a checkpoint's head, which is written last. It ends with the format of the image, so
 * that versions of Linchpin that share an archive keep checkpoints of their own.
 */
export function checkpointKey(revision: number): string {
  return `${checkpointPrefix}${ordered(revision)}/${imageFormat}`;
}

/** Whether the image of the checkpoint with this key is in the format that is read. */
export function isReadable(key: string): boolean {
  return key === checkpointKey(checkpointRevision(key));
}

/** The revision of the checkpoint with this key, whatever its format. */
export function checkpointRevision(key: string): number {
  return Number(key.slice(checkpointPrefix.length).split('/')[0]);
}

/** The key of one piece of a checkpoint's image; `token` tells apart the images of two writers. */
export function imageKey(revision: number, token: string, piece: number): string {
  return `${imagePrefix}${ordered(revision)}/${token}/${piece}`;
}

/** The token in the key of a piece. */
export function imageToken(key: string): string {
  return key.slice(imagePrefix.length).split('/')[1] ?? '';
}

/** A revision in sixteen digits, so that the order of keys is the order of revisions. */
function ordered(revision: number): string {
  return String(revision).padStart(16, '0');
}
