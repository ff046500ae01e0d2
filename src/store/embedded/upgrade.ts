/**
 * Brings a data folder of format 1 up to date. Its log of commits is left behind: records are the
 * truth, and who follows the commits reads the present state once and goes on from there.
 */
import type { RootDatabase } from 'lmdb';
import { writeMarker } from './data-folder.ts';

/** Upgrades an open file, then marks its folder; a crash between the two does no harm. */
export async function upgrade(root: RootDatabase<Buffer>, folder: string): Promise<void> {
  root.openDB({ name: 'commits', encoding: 'binary' }).dropSync();
  await writeMarker(folder);
}
