/**
 * The queries of Azure Digital Twins' documentation (its reference pages and "Query the twin
 * graph"), with their documented meaning, on a building of our own. Ids are ours where the page's
 * name nothing here.
 */
import { describe, expect, test } from 'vitest';
import { ask, asked, building } from './building.ts';

const all = Array.from({ length: building.nodeCount }, (_, node) => building.idAt(node)).sort();

describe('one collection', () => {
  test.each([
    ['SELECT * FROM DIGITALTWINS', all],
    ['select * from digitaltwins T', all],
    ['SELECT T FROM DIGITALTWINS T', all],
    ['SELECT TOP(5) FROM DIGITALTWINS', all.slice(0, 5)],
    ["SELECT * FROM DIGITALTWINS T WHERE T.$dtId = 'room1'", ['room1']],
    ["SELECT * FROM DIGITALTWINS WHERE Name = 'D\\'Souza'", ['cafe']],
    [
      "SELECT  *\nFROM DIGITALTWINS T\nWHERE T.Humidity = 40\nAND T.$dtId in ['room1', '456']\nAND T.Temperature = 80",
      ['room1'],
    ],
    ['SELECT * FROM DIGITALTWINS T WHERE T.Temperature > 75', ['room1']],
    ["SELECT * FROM DIGITALTWINS WHERE [[Group]] = 'BravoTeam'", ['thermostat-15']],
    ["SELECT * FROM DIGITALTWINS T WHERE T.tags.size = 'small'", ['floor11']],
  ])('%s', (query, found) => {
    expect(asked(query)).toEqual(found);
  });

  test('SELECT * gives twins as they are, SELECT T under their alias', () => {
    const twin = {
      $dtId: 'FactoryA',
      $metadata: { $model: 'dtmi:example:factory;1' },
      name: 'FactoryA',
      area: 300,
    };
    expect(ask("SELECT * FROM DIGITALTWINS WHERE $dtId = 'FactoryA'")).toEqual([twin]);
    expect(ask("SELECT T FROM DIGITALTWINS T WHERE T.$dtId = 'FactoryA'")).toEqual([{ T: twin }]);
  });

  test('a projected property that a twin does not have is left out of its row', () => {
    const rows = ask('SELECT name, area FROM DIGITALTWINS WHERE IS_DEFINED(name)');
    expect(rows).toEqual([{ name: 'Contoso' }, { name: 'FactoryA', area: 300 }]);
  });

  test('COUNT is one row', () => {
    expect(ask('SELECT COUNT() FROM DIGITALTWINS')).toEqual([{ COUNT: all.length }]);
    expect(ask('SELECT COUNT() FROM RELATIONSHIPS')).toEqual([{ COUNT: 12 }]);
    expect(
      ask(
        "SELECT COUNT() FROM DIGITALTWINS c WHERE IS_OF_MODEL('dtmi:example:room;1') AND c.Capacity > 10",
      ),
    ).toEqual([{ COUNT: 1 }]);
  });
});

describe('relationships', () => {
  test('are a collection of their own', () => {
    expect(asked("SELECT * FROM RELATIONSHIPS WHERE $sourceId IN ['FactoryA', 'floor11']")).toEqual(
      ['FactoryA-consumerRelationship-Contoso', 'floor11-contains-room1', 'floor11-contains-room2'],
    );
    expect(ask("SELECT * FROM RELATIONSHIPS R WHERE R.$targetId = 'Contoso'")).toEqual([
      {
        $relationshipId: 'FactoryA-consumerRelationship-Contoso',
        $relationshipName: 'consumerRelationship',
        $sourceId: 'FactoryA',
        $targetId: 'Contoso',
        managedBy: 'Jeff',
      },
    ]);
  });
});

describe('models', () => {
  const spaces = ['area1-hall', 'cafe', 'hall-route-small', 'room1', 'room2'];
  test.each([
    ["SELECT * FROM DIGITALTWINS WHERE IS_OF_MODEL('dtmi:example:space;1')", spaces],
    ["SELECT * FROM DIGITALTWINS DT WHERE IS_OF_MODEL(DT, 'dtmi:example:space;1')", spaces],
    [
      "SELECT * FROM DIGITALTWINS WHERE IS_OF_MODEL('dtmi:example:space;1', exact)",
      ['area1-hall', 'hall-route-small'],
    ],
    [
      "SELECT * FROM DIGITALTWINS DT WHERE IS_OF_MODEL(DT, 'dtmi:example:space;1', exact)",
      ['area1-hall', 'hall-route-small'],
    ],
    ["SELECT * FROM DIGITALTWINS T WHERE T.$metadata.$model = 'dtmi:example:cafe;1'", ['cafe']],
  ])('%s', (query, found) => {
    expect(asked(query)).toEqual(found);
  });
});

describe('operators and functions', () => {
  test.each([
    ['DT.Temperature = 80', ['room1']],
    ['DT.Temperature < 80', ['cafe', 'room2']],
    ['NOT DT.Temperature <= 70', ['room1']],
    ['NOT DT.Temperature < 80', ['room1']],
    ["DT.owner IN ['John', 'Anil', 'Bailey', 'Alex']", ['Building1']],
    ["DT.owner NIN ['John', 'Anil', 'Bailey', 'Alex']", ['room2']],
    ['DT.Temperature < 80 AND DT.Humidity < 70', ['room2']],
    ['DT.Temperature < 60 OR DT.Humidity < 50', ['cafe', 'room1']],
    ['ARRAY_CONTAINS (DT.floor_number, 2)', ['floor11']],
    ["CONTAINS(DT.$dtId, '-route')", ['hall-route-small']],
    ["ENDSWITH(DT.$dtId, '-small')", ['hall-route-small']],
    ["STARTSWITH(DT.$dtId, 'area1-')", ['area1-hall']],
    ['IS_DEFINED(Location)', ['room1']],
    ['is_defined(tags.red)', ['Building1']],
    ['NOT IS_DEFINED(tags.red) AND IS_DEFINED(tags.round)', ['floor11']],
    ["NOT IS_DEFINED(tags.red) AND tags.size = 'small'", ['floor11']],
    ['IS_BOOL( HasTemperature )', ['area1-hall', 'hall-route-small']],
    ['IS_BOOL( HasTemperature ) AND HasTemperature != false', ['area1-hall']],
    ['IS_NUMBER( Capacity ) AND Capacity != 0', ['room1']],
    ["IS_STRING( Status ) AND Status != 'Completed'", ['area1-hall']],
    ['IS_OBJECT( MapObject ) AND NOT IS_DEFINED ( MapObject.TemperatureReading )', ['panel1']],
    ["DT.$dtId = 'FactoryA' AND IS_PRIMITIVE(DT.area)", ['FactoryA']],
    ['IS_PRIMITIVE(MapObject)', []],
    ['NOT IS_NULL(DT.Temperature)', all],
  ])('WHERE %s', (where, found) => {
    expect(asked(`SELECT * FROM DIGITALTWINS DT WHERE ${where}`)).toEqual(found);
  });

  test.each(["Temprature != 'x'", 'NOT Temprature = 1', "Temprature NIN ['x']", 'temperature > 0'])(
    'a property that nothing has finds nothing: WHERE %s',
    (where) => {
      expect(asked(`SELECT * FROM DIGITALTWINS WHERE ${where}`)).toEqual([]);
    },
  );
});
