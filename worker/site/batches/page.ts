import { html } from 'hono/html';
import { type Head, head } from '../head.ts';

const DESCRIPTION = 'Have a folder of pictures cut out by this service.';

/** The page at /batches: a form that takes a folder, how far the batch is, and its results. */
export async function batchesPage(urls: Pick<Head, 'styleUrl' | 'scriptUrl'>): Promise<string> {
  const page = await html`<!doctype html>
<html lang="en">
${head({ title: 'Matteo: many pictures', description: DESCRIPTION, ...urls })}
<body>
  <header class="top">
    <h1 class="wordmark"><a href="/"><img src="/favicon.svg" alt="" width="28" height="28">Matteo</a> <span>Many pictures</span></h1>
    <p class="small"><a href="/docs#createBatch">For programs</a></p>
  </header>
  <main>
    <p class="lead">${DESCRIPTION}</p>
    <p>The pictures are sent to this service. Each is removed there once it is cut out, and the results after some days.</p>
    <form id="batch" class="try">
      <div class="controls">
        <label>A folder <input id="folder" type="file" webkitdirectory></label>
        <label>Or pictures <input id="pictures" type="file" multiple accept="image/jpeg,image/png,image/webp"></label>
        <label>Background <select name="look">
          <option value="png">transparent (PNG)</option>
          <option value="jpeg">white (JPEG)</option>
        </select></label>
        <label>Token <input name="token" type="password" autocomplete="off" required></label>
        <button class="button primary">Cut out</button>
      </div>
    </form>
    <p id="told" role="status"></p>
    <progress id="progress" aria-label="Pictures that have ended" hidden></progress>
    <p id="results" hidden>
      <button id="save" type="button" class="button primary">Save the results</button>
      <button id="remove" type="button" class="button">Remove them from the service</button>
    </p>
    <section id="failed" hidden>
      <h2>Without a result</h2>
      <dl id="failures" class="facts"></dl>
    </section>
  </main>
</body>
</html>
`;
  return String(page);
}
