/** The documentation's queries that follow relationships, with JOIN and with MATCH. */
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import { ask, asked } from './building.ts';

describe('JOIN', () => {
  test.each([
    [
      "SELECT T, CT\nFROM DIGITALTWINS T\nJOIN CT RELATED T.contains\nWHERE T.$dtId = 'floor11'",
      ['floor11 room1', 'floor11 room2'],
    ],
    [
      "SELECT source FROM DIGITALTWINS source JOIN target RELATED source.contains WHERE target.$dtId = 'cafe'",
      ['thermostat-15'],
    ],
    [
      "SELECT T, SBT, R FROM DIGITALTWINS T JOIN SBT RELATED T.contains R WHERE T.$dtId = 'room1' AND R.role = 'Operator'",
      ['room1 panel1 room1-contains-panel1'],
    ],
    [
      "SELECT device FROM DIGITALTWINS space JOIN device RELATED space.contains WHERE space.$dtId = 'room1' AND contains.role = 'Operator'",
      ['panel1'],
    ],
    [
      "SELECT LightBulb FROM DIGITALTWINS Room JOIN LightPanel RELATED Room.contains JOIN LightBulb RELATED LightPanel.contains WHERE IS_OF_MODEL(LightPanel, 'dtmi:example:lightpanel;1') AND IS_OF_MODEL(LightBulb, 'dtmi:example:lightbulb;1') AND Room.$dtId IN ['room1', 'room2']",
      ['bulb0'],
    ],
    [
      "SELECT LightBulb FROM DIGITALTWINS Building JOIN Floor RELATED Building.contains JOIN Room RELATED Floor.contains JOIN LightPanel RELATED Room.contains JOIN LightBulbRow RELATED LightPanel.contains JOIN LightBulb RELATED LightBulbRow.contains WHERE Building.$dtId = 'Building1'",
      ['bulb1'],
    ],
    [
      "SELECT Building, Floor FROM DIGITALTWINS Building JOIN Floor RELATED Building.contains WHERE Building.$dtId = 'Building1'",
      ['Building1 floor11'],
    ],
    [
      "SELECT Building, Floor FROM DIGITALTWINS Building JOIN Floor RELATED Building.contains WHERE Building.$dtId = 'bulb1'",
      [],
    ],
    [
      "SELECT Room FROM DIGITALTWINS Floor JOIN Room RELATED Floor.contains WHERE Floor.$dtId IN ['floor11','thermostat-15'] AND Room. Temperature > 72 AND IS_OF_MODEL(Room, 'dtmi:example:room;1')",
      ['room1'],
    ],
  ])('%s', (query, found) => {
    expect(asked(query)).toEqual(found);
  });

  test('COUNT counts the rows of all joins', () => {
    const query =
      "SELECT COUNT() FROM DIGITALTWINS Room JOIN LightPanel RELATED Room.contains JOIN LightBulb RELATED LightPanel.contains WHERE Room.$dtId IN ['room1', 'room2']";
    expect(ask(query)).toEqual([{ COUNT: 2 }]);
  });

  test('projections name their columns by the property, or by AS', () => {
    const from =
      "FROM DIGITALTWINS Factory JOIN Consumer RELATED Factory.consumerRelationship Edge WHERE Factory.$dtId = 'FactoryA'";
    expect(ask(`SELECT Consumer.name, Edge.managedBy ${from}`)).toEqual([
      { name: 'Contoso', managedBy: 'Jeff' },
    ]);
    expect(
      ask(
        `SELECT Consumer.name AS consumerName, Edge.prop1 AS first, Factory.area AS size ${from}`,
      ),
    ).toEqual([{ consumerName: 'Contoso', size: 300 }]);
    expect(ask(`SELECT Consumer, Factory, Edge ${from}`)).toMatchObject([
      {
        Consumer: { $dtId: 'Contoso' },
        Factory: { $dtId: 'FactoryA' },
        Edge: { $sourceId: 'FactoryA', $targetId: 'Contoso', managedBy: 'Jeff' },
      },
    ]);
  });
});

describe('MATCH', () => {
  const floor = (pattern: string) =>
    `SELECT Room FROM DIGITALTWINS MATCH (Floor)${pattern}(Room) WHERE Floor.$dtId = 'thermostat-15'`;

  test.each([
    [floor('-[]->'), ['cafe']],
    [floor('<-[]-'), ['Building1', 'room1']],
    [floor('-[]-'), ['Building1', 'cafe', 'room1']],
    [floor('-[:contains]-'), ['cafe']],
    [floor('-[:contains|isAssociatedWith]-'), ['Building1', 'cafe', 'room1']],
    [floor('-[r:contains|isAssociatedWith]->'), ['cafe']],
    [`${floor('-[r:contains|isAssociatedWith]-')} AND r.length = 4`, ['Building1']],
    [
      "SELECT a, b FROM DIGITALTWINS MATCH (a)-[r]-(b) WHERE r.$sourceId = 'FactoryA'",
      ['Contoso FactoryA', 'FactoryA Contoso'],
    ],
  ])('%s', (query, found) => {
    expect(asked(query)).toEqual(found);
  });

  test('counts hops exactly, or above the lower end, which is exclusive, up to the upper one', () => {
    const below = (hops: string) =>
      asked(
        `SELECT Part FROM DIGITALTWINS MATCH (Whole)-[:contains${hops}]->(Part) WHERE Whole.$dtId = 'floor11'`,
      );
    expect(below('')).toEqual(['room1', 'room2']);
    expect(below('*2')).toEqual(['panel1']);
    expect(below('*3')).toEqual(['bulb0', 'row1']);
    expect(below('*1..3')).toEqual(['bulb0', 'panel1', 'row1']);
    expect(below('*..2')).toEqual(['panel1', 'room1', 'room2']);
    expect(below('*3..5')).toEqual(['bulb1']);
  });

  test('goes through each relationship once, also where there is a circle', () => {
    const circle = graphAfter(emptyGraph(), [
      ...['a', 'b', 'c'].map((id) => ({ addTwin: { id, model: 'm', properties: {} } })),
      ...['ab', 'bc', 'ca'].map(([source = '', target = '']) => ({
        addRelationship: { source, target, name: 'next' },
      })),
    ]);
    const query = (arrow: string) =>
      `SELECT x.$dtId AS id FROM DIGITALTWINS MATCH (s)${arrow}(x) WHERE s.$dtId = 'a'`;
    const ids = (text: string) => ask(text, circle).map(({ id }) => id);
    expect(ids(query('-[*..10]->'))).toEqual(['a', 'b', 'c']);
    expect(ids(query('-[*..10]-'))).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
    expect(ids(query('-[]->()<-[]-'))).toEqual([]);
  });

  test('chains arrows of either direction, with names but no colon where there are several', () => {
    expect(
      asked(
        "SELECT Floor, Room, Cafe FROM DIGITALTWINS MATCH (Floor)-[r:contains|isAssociatedWith]->(Cafe)<-[has|includes*..3]-(Room) WHERE Floor.$dtId = 'thermostat-15' AND r.length = 10 AND Cafe.Temperature = 55",
      ),
    ).toEqual(['thermostat-15 room2 cafe']);
    expect(
      asked(
        "SELECT Floor, Room, Building FROM DIGITALTWINS MATCH (Building)-[r1:isAssociatedWith]->(Floor)<-[r2:isAssociatedWith]-(Room) WHERE Building.$dtId = 'Building1' AND Room.Temperature > 50",
      ),
    ).toEqual(['thermostat-15 room1 Building1']);
  });

  test('SELECT * gives every named collection, and an end may be left blank', () => {
    const rows = ask(
      "SELECT * FROM DIGITALTWINS MATCH (Floor)-[Rel]->() WHERE Floor.$dtId = 'thermostat-15'",
    );
    expect(rows).toMatchObject([{ Floor: { $dtId: 'thermostat-15' }, Rel: { $targetId: 'cafe' } }]);
    expect(rows.map(Object.keys)).toEqual([['Floor', 'Rel']]);
  });

  test('of a twin alone is that twin', () => {
    expect(asked("SELECT a FROM DIGITALTWINS MATCH (a) WHERE a.$dtId = 'cafe'")).toEqual(['cafe']);
  });
});
