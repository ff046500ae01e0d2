/** What happens in a what-if, and what made it happen. */
import type { TimelineEvent } from '../../flows/whatif.ts';
import type { RelationshipKey } from '../../model/relationship.ts';
import type { EventCause, SimulationEvent } from '../../simulate/simulator.ts';
import { builder, type Types } from '../builder.ts';
import { Twin } from './twin.ts';
import { type In, twinFields } from './twin-fields.ts';

/** As the enumeration `Effect` spells them. */
export const effectNames: Readonly<Record<SimulationEvent['effect'], string>> = {
  fails: 'FAILS',
  recovers: 'RECOVERS',
  runsShort: 'RUNS_SHORT',
  replenished: 'REPLENISHED',
};

export const Effect = builder.enumType('Effect', {
  description: 'What happens to a twin.',
  values: {
    FAILS: { value: 'fails', description: 'It stops working.' },
    RECOVERS: { value: 'recovers', description: 'It works again.' },
    RUNS_SHORT: { value: 'runsShort', description: 'It has too little to give.' },
    REPLENISHED: { value: 'replenished', description: 'It has enough to give again.' },
  } as const,
});

const Run = builder.enumType('Run', {
  description: 'One of the two runs that a what-if compares.',
  values: {
    BASE: { value: 'base', description: 'Without the edits: what they prevent.' },
    EDITED: { value: 'edited', description: 'With the edits: what they bring about.' },
  } as const,
});

export const RelationshipPlace = builder.objectRef<RelationshipKey>('RelationshipPlace').implement({
  description: 'What names a relationship.',
  fields: (t) => ({
    source: t.id({ description: 'Id of the twin it leaves.', resolve: ({ source }) => source }),
    id: t.id({ description: 'Its id among those of the source.', resolve: ({ id }) => id }),
  }),
});

const Cause = builder.objectRef<In<EventCause>>('EventCause').implement({
  description: 'What made an event happen: an edit, or an event of another twin.',
  fields: (t) => ({
    edit: t.int({
      nullable: true,
      description: 'Position of the edit, from 0; null when it was another twin.',
      resolve: ({ item }) => ('edit' in item ? item.edit : null),
    }),
    twinId: t.id({
      nullable: true,
      description: 'Id of the other twin; null when it was an edit.',
      resolve: ({ item }) => ('twin' in item ? item.twin : null),
    }),
    twin: t.field({
      type: Twin,
      nullable: true,
      description:
        'The other twin as it was before the edits; null for one that only the what-if has.',
      resolve: ({ graph, item }) => ('twin' in item ? graph.twin(item.twin) : null),
    }),
    relationship: t.field({
      type: RelationshipPlace,
      nullable: true,
      description: 'The relationship over which it came.',
      resolve: ({ item }) => ('twin' in item ? (item.relationship ?? null) : null),
    }),
  }),
});

type EventFields<E extends SimulationEvent> = PothosSchemaTypes.ObjectFieldBuilder<Types, In<E>>;

/** The fields that every event has. */
const eventFields = <E extends SimulationEvent>(t: EventFields<E>) => ({
  time: t.float({
    description: 'When it happens, in seconds after the start.',
    resolve: ({ item }) => item.time,
  }),
  step: t.int({
    description: "How many hops it is from the edit that set it off; 0 for the edit's own effect.",
    resolve: ({ item }) => item.step,
  }),
  ...twinFields(t),
  effect: t.field({
    type: Effect,
    description: 'What happens to it.',
    resolve: ({ item }) => item.effect,
  }),
  mechanism: t.string({
    description: 'The mechanism that saw it: dependency or balance.',
    resolve: ({ item }) => item.mechanism,
  }),
  cause: t.field({
    type: Cause,
    nullable: true,
    description: 'The first of its causes.',
    resolve: ({ graph, item }) => item.causes[0] && { graph, item: item.causes[0] },
  }),
  causes: t.field({
    type: [Cause],
    description: 'What made it happen.',
    resolve: ({ graph, item }) => item.causes.map((cause) => ({ graph, item: cause })),
  }),
});

export const AffectedTwin = builder.objectRef<In<SimulationEvent>>('AffectedTwin').implement({
  description: 'A twin that the edits reach, and the first thing that happens to it.',
  fields: (t) => eventFields(t),
});

export const WhatIfEvent = builder.objectRef<In<TimelineEvent>>('WhatIfEvent').implement({
  description: 'Something that happens in one of the two runs alone.',
  fields: (t) => ({
    ...eventFields(t),
    run: t.field({
      type: Run,
      description: 'In which run it happens.',
      resolve: ({ item }) => item.run,
    }),
  }),
});
