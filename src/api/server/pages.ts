/** The pages for a browser: GraphiQL, served whole from the package, and a place to start from. */
import { html } from './reply.ts';

/** Nothing is fetched from elsewhere, and no other site may frame the page. */
const contentSecurityPolicy = [
  "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:",
  "frame-ancestors 'none'",
].join('; ');

const firstQuery = `# Ask the graph. Ctrl+Space completes, Ctrl+Enter runs.
{
  revision
  twins(first: 5) {
    nodes {
      id
      model
      relationships(first: 5) {
        nodes { name target { id } }
      }
    }
  }
}
`;

let graphiqlBody: Promise<string> | undefined;

/** The GraphiQL page; made at the first request, because it holds nine megabytes of editor. */
export async function graphiqlPage(): Promise<Response> {
  graphiqlBody ??= import('@graphql-yoga/render-graphiql').then(({ renderGraphiQL }) =>
    renderGraphiQL({
      title: 'Linchpin GraphiQL',
      defaultQuery: firstQuery,
      method: 'POST',
      subscriptionsProtocol: 'SSE',
    }),
  );
  return html(await graphiqlBody, { 'content-security-policy': contentSecurityPolicy });
}

/** The page at `/`. The revision is shown only where no token guards it. */
export function startPage(revision: number | undefined): Response {
  const now = revision === undefined ? '' : `<p>The graph is at revision ${revision}.</p>`;
  return html(
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Linchpin</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 36rem }</style>
<h1>Linchpin</h1>
${now}
<ul>
<li><a href="/graphql">GraphiQL</a>: ask the graph</li>
<li><a href="/readyz">readiness</a>, <a href="/metrics">metrics</a></li>
</ul>
</html>
`,
    { 'content-security-policy': contentSecurityPolicy },
  );
}
