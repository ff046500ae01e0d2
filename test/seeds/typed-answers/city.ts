/** What the typed part of the city's tour has to answer, by the seed's file alone. */
import { by, type RawLine } from '../raw-world.ts';
import { type ExpectedAnswers, id, nodes, pick } from './parts.ts';

const feet = (metres: unknown) => Number(metres) / 0.3048;

/** Metres between a twin and a point on a sphere (haversine formula); none where it has no place. */
function metresTo([longitude, latitude]: readonly [number, number], { location }: RawLine): number {
  if (location === undefined) return Number.POSITIVE_INFINITY;
  const { coordinates } = location as { coordinates: [number, number] };
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [east, north] = [coordinates[0] - longitude, coordinates[1] - latitude].map(radians);
  const square =
    Math.sin((north as number) / 2) ** 2 +
    Math.cos(radians(latitude)) *
      Math.cos(radians(coordinates[1])) *
      Math.sin((east as number) / 2) ** 2;
  return 2 * 6_371_009 * Math.asin(Math.sqrt(square));
}

/** By operation. */
export const city: ExpectedAnswers = {
  LowTanks: ({ twins, kind }) => {
    const tanks = twins.filter((line) => kind(line) === 'Tank' && feet(line.level) < 13);
    const answer = tanks.toSorted(by('level', '$dtId')).map((line) => ({
      ...pick(line, 'name', 'level'),
      feet: feet(line.level),
      maximumLevel: feet(line.maximumLevel),
      failureDelay: Number(line.failureDelay) / 3600,
    }));
    return { tanks: nodes(answer) };
  },

  HospitalByType: ({ twin, targets, kind }) => {
    const hospital = twin('hospital-riverside');
    const substation = (line: RawLine) => ({
      ...id(line),
      nominalVoltage: Number(line.nominalVoltage) * 1000,
    });
    return {
      hospital: {
        ...pick(hospital, 'name', 'beds', 'occupiedBeds'),
        locatedIn: nodes(
          targets(hospital, 'locatedIn').map((line) => ({
            ...pick(line, 'name', 'population'),
            landArea: Number(line.landArea) * 100,
          })),
        ),
        poweredBy: nodes(
          targets(hospital, 'poweredBy').map((line) => ({
            __typename: kind(line),
            ...pick(line, 'name', 'capacity'),
            suppliedBy: nodes(targets(line, 'suppliedBy').map(substation)),
          })),
        ),
        waterFrom: nodes(
          targets(hospital, 'waterFrom').map((line) => ({ __typename: kind(line), ...id(line) })),
        ),
      },
    };
  },

  LargeDemandsAndHelp: ({ twins, kind, targets }) => {
    const ofKind: Record<string, (line: RawLine) => object> = {
      DataCentre: (line) => ({ poweredBy: nodes(targets(line, 'poweredBy').map(id)) }),
      Hospital: (line) => pick(line, 'beds'),
      Load: (line) => ({ ratedPower: Number(line.ratedPower) * 1000 }),
    };
    const large = twins.filter(
      ({ demandUnit, demandRate }) => demandUnit === 'megawatt' && Number(demandRate) > 3,
    );
    const help = twins.filter(
      (line) =>
        kind(line) === 'EmergencyService' &&
        (line.kind === 'fire' || line.kind === 'ambulance') &&
        metresTo([4.03709, 54.47664], line) <= 2500,
    );
    return {
      demands: nodes(
        large.toSorted(by('-demandRate', '$dtId')).map((line) => ({
          __typename: kind(line),
          ...id(line),
          ...pick(line, 'demandRate'),
          ...ofKind[kind(line)]?.(line),
        })),
      ),
      emergencyServices: nodes(
        help.toSorted(by('$dtId')).map((line) => ({ ...id(line), ...pick(line, 'kind') })),
      ),
    };
  },
};
