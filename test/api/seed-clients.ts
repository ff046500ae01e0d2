/** A small client for the models of each seed, and mistakes that its author could make. */

/** The clients by seed; each says which types exactly it counts on. */
export const seedClients = {
  plant: `
    const worn = graphql(\`
      query Worn($below: Float!, $makers: [String!], $first: Int) {
        equipments(health: { lt: $below }, manufacturer: { in: $makers }, first: $first) {
          nodes {
            __typename
            health
            ... on Compressor { pressure(unit: bar) }
          }
        }
      }\`);
    export const variables: VariablesOf<typeof worn> = { below: 0.8, makers: ['Wessex Air'] };
    declare const data: ResultOf<typeof worn>;
    type Node = (typeof data.equipments.nodes)[number];
    export const health: number | null = data.equipments.nodes[0]!.health;
    export const exactHealth: Exactly<Node['health'], number | null> = true;
    type Compressor = Extract<Node, { __typename: 'Compressor' }>;
    export const exactPressure: Exactly<Compressor['pressure'], number | null> = true;
  `,
  city: `
    const help = graphql(\`
      query Help($kinds: [EmergencyServiceKind!]) {
        emergencyServices(kind: $kinds) { nodes { id kind location } }
        tank(id: "tank-harbour") { level(unit: foot) overflow }
      }\`);
    export const variables: VariablesOf<typeof help> = { kinds: ['fire', 'police'] };
    declare const data: ResultOf<typeof help>;
    type Service = (typeof data.emergencyServices.nodes)[number];
    type Kind = 'fire' | 'police' | 'ambulance' | 'dispatch';
    export const exactId: Exactly<Service['id'], string> = true;
    export const exactKind: Exactly<Service['kind'], Kind | null> = true;
    type Tank = { level: number | null; overflow: boolean | null };
    export const exactTank: Exactly<typeof data.tank, Tank | null> = true;
  `,
  'supply-chain': `
    const parts = graphql(\`
      query Parts($id: ID!) {
        item(id: $id) { consistsOf { edges { quantity node { name category } } } }
      }\`);
    export const variables: VariablesOf<typeof parts> = { id: 'item-hp-9' };
    declare const data: ResultOf<typeof parts>;
    type Edge = NonNullable<typeof data.item>['consistsOf']['edges'][number];
    export const exactQuantity: Exactly<Edge['quantity'], number | null> = true;
    export const exactName: Exactly<Edge['node']['name'], string | null> = true;
  `,
  enterprise: `
    const then = graphql(\`
      query Then($revision: Revision) {
        asOf(revision: $revision) {
          powerConnections(first: 5) {
            nodes { activePower suppliedBy { nodes { __typename ... on Feeder { capacity } } } }
          }
        }
      }\`);
    export const variables: VariablesOf<typeof then> = {};
    declare const data: ResultOf<typeof then>;
    type Connection = (typeof data.asOf.powerConnections.nodes)[number];
    export const exactPower: Exactly<Connection['activePower'], number | null> = true;
    type Support = Connection['suppliedBy']['nodes'][number];
    type Feeder = Extract<Support, { __typename: 'Feeder' }>;
    export const exactFeeder: Exactly<Feeder, { __typename: 'Feeder'; capacity: number | null }> =
      true;
    export const otherwise: Exactly<Extract<'Bus' | 'Pizza', Support['__typename']>, 'Bus'> = true;
  `,
} as const;

/** What to change in which client, and what the compiler then says. */
export const mistakes = [
  {
    title: 'a field that the type has not',
    seed: 'plant',
    change: [/\bhealth$/m, 'helth'],
    says: "Property 'health' does not exist",
  },
  {
    title: 'a field that only another type has',
    seed: 'plant',
    change: [/on Compressor \{ pressure\(unit: bar\)/, 'on Robot { pressure'],
    says: "Property 'pressure' does not exist",
  },
  {
    title: 'a value taken for never missing',
    seed: 'plant',
    change: [/health: number \| null =/, 'health: number ='],
    says: "Type 'number | null' is not assignable to type 'number'",
  },
  {
    title: 'a text for a number in the variables',
    seed: 'plant',
    change: [/below: 0\.8/, "below: '0.8'"],
    says: "Type 'string' is not assignable to type 'number'",
  },
  {
    title: 'a variable left out',
    seed: 'plant',
    change: [/below: 0\.8, /, ''],
    says: "Property 'below' is missing",
  },
  {
    title: 'a kind that the model does not list',
    seed: 'city',
    change: [/'police'\]/, "'polite']"],
    says: 'Type \'"polite"\' is not assignable to type',
  },
  {
    title: 'a list field that is not there',
    seed: 'city',
    change: [/emergencyServices\(/, 'emergencies('],
    says: "Property 'emergencyServices' does not exist",
  },
  {
    title: 'a property of the relationship on its target',
    seed: 'supply-chain',
    change: [/quantity node \{/, 'node { quantity'],
    says: "Property 'quantity' does not exist",
  },
] as const;
