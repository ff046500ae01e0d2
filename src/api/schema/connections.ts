/** The Relay connections that several fields share, each under one name. */
import { builder } from '../builder.ts';
import { Model } from './model.ts';
import { Relationship } from './relationship.ts';
import { Twin } from './twin.ts';

export const TwinConnection = builder.connectionObject(
  { type: Twin, name: 'TwinConnection', description: 'One page of twins.' },
  { name: 'TwinEdge', description: 'A twin of a page.' },
);

export const RelationshipConnection = builder.connectionObject(
  {
    type: Relationship,
    name: 'RelationshipConnection',
    description: 'One page of relationships.',
  },
  { name: 'RelationshipEdge', description: 'A relationship of a page.' },
);

export const ModelConnection = builder.connectionObject(
  { type: Model, name: 'ModelConnection', description: 'One page of models.' },
  { name: 'ModelEdge', description: 'A model of a page.' },
);
