/**
 * What an archive holds of the past: its segments and checkpoints, and how they join. Read once
 * when history opens, then kept up by the follower; replaced whole, so that a reader keeps its own.
 */

import type { Archive } from '../model/archive.ts';
import { longTermPrefix, type SegmentName, segmentNamed, segmentPrefix } from './archive-keys.ts';
import { type Checkpoint, readCheckpoints } from './checkpoint.ts';
import type { Stretch } from './replay.ts';

/** A segment, and the stretch of it that is needed. */
export interface Covered {
  readonly segment: SegmentName;
  readonly stretch: Stretch;
}

/** An index of an archive; immutable. */
export class Timeline {
  /** By their first commits; two that overlap hold the same commits where they do. */
  readonly segments: readonly SegmentName[];
  /** Oldest first. */
  readonly checkpoints: readonly Checkpoint[];
  /** What is left of segments that are forgotten, likewise: no graph can be made of these. */
  readonly longTerm: readonly SegmentName[];

  constructor(
    segments: readonly SegmentName[],
    checkpoints: readonly Checkpoint[],
    longTerm: readonly SegmentName[] = [],
  ) {
    this.segments = segments;
    this.checkpoints = checkpoints;
    this.longTerm = longTerm;
  }

  /** The last commit that is in a segment, -1 when none is. */
  get sealed(): number {
    return this.segments.reduce((last, { until }) => Math.max(last, until), -1);
  }

  with(segment: SegmentName): Timeline {
    const known = ({ after, until }: SegmentName) =>
      after === segment.after && until === segment.until;
    if (this.segments.some(known)) return this;
    return new Timeline([...this.segments, segment], this.checkpoints, this.longTerm);
  }

  /** Without what is only needed for revisions before one. */
  since(first: number): Timeline {
    return new Timeline(
      this.segments.filter(({ until }) => until > first),
      this.checkpoints.filter(({ revision }) => revision >= first),
      this.longTerm,
    );
  }

  /** The newest checkpoint not after a revision. */
  checkpointAt(revision: number): Checkpoint | undefined {
    return this.checkpoints.findLast((checkpoint) => checkpoint.revision <= revision);
  }

  /** The segments that lead from one revision to another, as far as they reach. */
  between(after: number, until: number): { readonly covered: Covered[]; readonly reached: number } {
    const covered: Covered[] = [];
    let reached = after;
    for (const segment of this.segments) {
      if (segment.until <= reached || segment.after >= until) continue;
      if (segment.after > reached) break;
      const end = Math.min(segment.until, until);
      covered.push({ segment, stretch: { after: reached, until: end } });
      reached = end;
    }
    return { covered, reached };
  }
}

/** The index of an archive as it is now. */
export async function readTimeline(archive: Archive): Promise<Timeline> {
  const keys = await archive.keys(segmentPrefix);
  const [checkpoints, longTerm] = [await readCheckpoints(archive), await readLongTerm(archive)];
  return new Timeline(keys.map(segmentNamed), checkpoints, longTerm.needed);
}

/** The long-term segments of an archive; one within another has come into it, and goes. */
export async function readLongTerm(
  archive: Archive,
): Promise<{ readonly needed: SegmentName[]; readonly spare: SegmentName[] }> {
  const needed: SegmentName[] = [];
  const spare: SegmentName[] = [];
  for (const segment of (await archive.keys(longTermPrefix)).map(segmentNamed)) {
    const last = needed.at(-1);
    // In the order of keys, one within another comes after it or begins where it does.
    if (last !== undefined && last.until >= segment.until) spare.push(segment);
    else if (last !== undefined && last.after === segment.after) {
      spare.push(last);
      needed[needed.length - 1] = segment;
    } else needed.push(segment);
  }
  return { needed, spare };
}
