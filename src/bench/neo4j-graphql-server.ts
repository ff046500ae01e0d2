/**
 * The peer of `query-neo4j`: an @neo4j/graphql server on the graph that Linchpin wrote. A process
 * of its own, as its users run it; prints its address when it is ready and ends with its input.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Neo4jGraphQL } from '@neo4j/graphql';
import { createYoga } from 'graphql-yoga';
import neo4j from 'neo4j-driver';

const typeDefs = `
  type District @node {
    id: ID!
    name: String
    poweredBy: [Feeder!]! @relationship(type: "poweredBy", direction: OUT)
  }
  type Feeder @node {
    id: ID!
    name: String
    suppliedBy: [Substation!]! @relationship(type: "suppliedBy", direction: OUT)
  }
  type Substation @node {
    id: ID!
    name: String
  }
`;

const {
  NEO4J_URI: uri = '',
  NEO4J_USERNAME: username = '',
  NEO4J_PASSWORD: password,
} = process.env;
const driver = neo4j.driver(uri, neo4j.auth.basic(username, password ?? ''));
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const server = createServer(createYoga({ schema, logging: false, graphiql: false }));
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
});
process.stdin.resume().on('end', () => process.exit(0));
