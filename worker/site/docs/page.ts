import { html } from 'hono/html';
import type { OpenApi } from '../../openapi/document.ts';
import type { Operation, Parameter } from '../../openapi/operation.ts';
import type { Answer } from '../../openapi/responses.ts';
import { type Head, head } from '../head.ts';
import { EXAMPLES } from './examples.ts';
import { tryForm } from './form.ts';

/** Words of a description: what stands between backticks is code. */
const prose = (text: string) => text.split('`').map((part, i) => (i % 2 ? html`<code>${part}</code>` : part));

const shell = (lines: string) => html`<pre class="shell" tabindex="0"><code>${lines}</code></pre>`;

const choices = ({ schema, required }: Parameter) => [
  schema.enum?.join(', ') ?? schema.type ?? '',
  schema.default === undefined ? '' : `; default: ${schema.default}`,
  required ? '; required' : '',
];

const parameters = (list: readonly Parameter[]) => html`
  <h4>Parameters</h4>
  <dl class="facts">${list.map(
    (parameter) => html`
    <div><dt><code>${parameter.name}</code> <span class="small">${parameter.in}</span></dt>
    <dd>${prose(parameter.description)} <span class="small">${choices(parameter)}</span></dd></div>`,
  )}
  </dl>`;

const answers = (responses: Readonly<Record<string, Answer>>) => html`
  <h4>Answers</h4>
  <dl class="facts">${Object.entries(responses).map(
    ([status, { description, headers = {} }]) => html`
    <div><dt><code class="status" data-kind="${status[0]}">${status}</code></dt>
    <dd>${prose(description)}${Object.entries(headers).map(
      ([name, { description: said }]) => html`<br><code>${name}</code> <span class="small">${prose(said)}</span>`,
    )}</dd></div>`,
  )}
  </dl>`;

const operation = (path: string, method: string, op: Operation) => html`
<article id="${op.operationId}" class="operation">
  <h3><span class="method">${method.toUpperCase()}</span> <code>${path}</code></h3>
  <p><strong>${op.summary}.</strong> ${prose(op.description)}</p>
  ${op.operationId === 'createMatte' ? tryForm(op.parameters ?? []) : ''}
  ${shell(EXAMPLES[op.operationId] ?? '')}
  <div class="columns">
    <section>${op.parameters ? parameters(op.parameters) : ''}</section>
    <section>${answers(op.responses)}</section>
  </div>
</article>`;

/** The page at /docs: every operation of the document, with a form that tries the matte. */
export async function docsPage(
  { info, paths, components }: OpenApi,
  urls: Pick<Head, 'styleUrl' | 'scriptUrl'>,
): Promise<string> {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, op]) => ({ path, method, op })),
  );
  const page = await html`<!doctype html>
<html lang="en">
${head({ title: 'Matteo: the API', description: info.description, ...urls })}
<body>
  <header class="top">
    <h1 class="wordmark"><a href="/"><img src="/favicon.svg" alt="" width="28" height="28">Matteo</a> <span>API ${info.version}</span></h1>
    <p class="small"><a href="/openapi.json">OpenAPI document</a></p>
  </header>
  <main>
    <section class="opening">
      <p class="lead">${info.description}</p>
      ${shell('export MATTEO=https://…   # this service')}
      <nav aria-label="Operations"><ul>${operations.map(
        ({ path, method, op }) =>
          html`<li><a href="#${op.operationId}"><span class="method">${method.toUpperCase()}</span> <code>${path}</code></a></li>`,
      )}</ul></nav>
    </section>
    <section aria-label="Operations">${operations.map(({ path, method, op }) => operation(path, method, op))}</section>
    <section class="schemas">
      <h2>Schemas</h2>
      <p>Errors are problem details (RFC 9457): act on <code>type</code>, show <code>detail</code>.</p>
      ${Object.entries(components.schemas).map(
        ([name, schema]) => html`<details><summary>${name}</summary>
<pre tabindex="0"><code>${JSON.stringify(schema, null, 2)}</code></pre></details>`,
      )}
    </section>
  </main>
</body>
</html>
`;
  return String(page);
}
