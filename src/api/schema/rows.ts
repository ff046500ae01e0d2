/** `Graph.rows`: queries in the text language of Azure Digital Twins. */
import { rowsOf } from '../../query/rows/rows-of.ts';
import { askedModels } from '../../store/checked/asked-models.ts';
import { vocabularyOf } from '../../store/checked/vocabulary.ts';
import { builder } from '../builder.ts';
import { connection, pageRequest } from '../connection.ts';
import { Graph } from './graph.ts';

/** A search may pass the whole graph, whatever its page. */
const costOfSearch = 50;

const RowConnection = builder.connectionObject(
  { type: 'JSON', name: 'RowConnection', description: 'One page of rows.' },
  { name: 'RowEdge', description: 'A row of a page.' },
);

builder.interfaceField(Graph, 'rows', (t) =>
  t.connection(
    {
      type: 'JSON',
      description: `The rows that a query in the language of Azure Digital Twins finds, in its shape: \`SELECT *\` gives twins with \`$dtId\` and \`$metadata\`, columns give objects of their names. In the order of ORDER BY, then of the ids of what a row binds.

The whole language is read: FROM DIGITALTWINS and RELATIONSHIPS, JOIN … RELATED, MATCH, WHERE with its operators and functions, TOP and COUNT. As there, \`*1..3\` in MATCH is 2 or 3 hops (the lower end is exclusive), and a comparison with a missing value is neither true nor false. A property or relationship name that no model declares is refused. Beyond it: GROUP BY, ORDER BY … ASC or DESC, SUM, AVG, MIN, MAX and COUNT of a property, any number of JOINs, and no \`$dtId\` has to be given.`,
      complexity: { field: costOfSearch, multiplier: 1 },
      args: {
        query: t.arg.string({
          required: true,
          description: "A query, such as `SELECT * FROM DIGITALTWINS T WHERE T.$dtId = 'pump-1'`.",
        }),
      },
      resolve: async (graph, { query, ...page }, { services, observe }) => {
        // The parser takes longer to load than the rest of the service; most never ask for rows.
        const { parseAdt } = await import('../../query/adt/parse-adt.ts');
        const catalogue = services.store.catalogue();
        const tree = parseAdt(query, vocabularyOf(catalogue));
        const found = rowsOf(await graph.snapshot(), tree, {
          ...pageRequest(page),
          modelsOf: (model, exact) =>
            new Set(askedModels({ models: [model], exact }, catalogue).models),
          observe,
        });
        return connection(found, (row) => row);
      },
    },
    RowConnection,
  ),
);
