/** Forgets what is older than history is kept. Called by the follower after each checkpoint. */

import type { Archive } from '../model/archive.ts';
import { segmentPrefix } from './archive-keys.ts';
import { removeCheckpoints } from './checkpoint.ts';
import { segmentKeys } from './segments.ts';
import type { Timeline } from './timeline.ts';

/** Removes what is only needed for revisions before one that has a checkpoint. */
export async function forgetBefore(
  archive: Archive,
  { segments }: Timeline,
  first: number,
): Promise<void> {
  await removeCheckpoints(archive, first);
  for (const segment of segments) {
    if (segment.until > first) continue;
    const keys = await segmentKeys(archive, segment);
    // The head goes first: without it the parts are nothing.
    await archive.remove(keys.filter((key) => key.startsWith(segmentPrefix)));
    await archive.remove(keys);
  }
}
