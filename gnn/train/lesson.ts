/** A sample made ready for training: what does not change from one batch to the next. */
import { type Messages, messagesOf } from '../../src/predict/gnn/features.ts';
import { networkView, type Seen, type View, viewOf } from '../../src/predict/gnn/view.ts';
import type { Normalisation } from '../model/normalisation.ts';
import type { Sample } from './sample.ts';

/** How the features of elements and of limits are put on one scale. */
export interface Scales {
  readonly nodes: Normalisation;
  readonly limits: Normalisation;
}

export interface Lesson<S extends Sample = Sample> {
  readonly sample: S;
  readonly messages: Messages;
  /** What is seen of an onset, reckoned at the first call. */
  view(onset: number): View;
}

export function lessonOf<S extends Sample>(sample: S): Lesson<S> {
  const network = networkView(sample.network);
  const known: View[] = [];
  const view = (onset: number) => {
    known[onset] ??= viewOf(network, sample.onsets[onset] as Seen);
    return known[onset];
  };
  return { sample, messages: messagesOf(sample.network), view };
}
