import {
  type BatchStatus,
  batchSchema,
  isPictureName,
  type Result,
  resultsSchema,
} from '../../../shared/contracts/batches.ts';
import { byId } from '../dom.ts';
import { ask, Declined } from './ask.ts';

/** How many pictures are sent at once, and how often the batch is looked at, in milliseconds. */
const LANES = 4;
const LOOK_MS = 1000;

const form = byId('batch', HTMLFormElement);
const told = byId('told', HTMLElement);
const progress = byId('progress', HTMLProgressElement);
const results = byId('results', HTMLElement);
const save = byId('save', HTMLButtonElement);
const remove = byId('remove', HTMLButtonElement);
const failures = byId('failures', HTMLElement);

/** What is made of the pictures, by the choice of a background. */
const LOOKS: Readonly<Record<string, object>> = {
  png: { format: 'png', size: 'auto' },
  jpeg: { format: 'jpeg', background: 'white', size: 'auto' },
};

const chosen = (id: string): File[] => [...(byId(id, HTMLInputElement).files ?? [])];

/** The pictures that were chosen, by names that differ. */
function named(): Map<string, File> {
  const pictures = new Map<string, File>();
  const files = [...chosen('folder'), ...chosen('pictures')].filter(({ type }) =>
    /^image\/(jpeg|png|webp)$/.test(type),
  );
  for (const [at, file] of files.entries()) {
    const isFree = isPictureName(file.name) && !pictures.has(file.name);
    pictures.set(isFree ? file.name : `${at + 1} ${file.name}`, file);
  }
  return pictures;
}

function show(sentence: string, value?: number, most?: number): void {
  told.textContent = sentence;
  progress.hidden = most === undefined;
  if (value !== undefined && most !== undefined) Object.assign(progress, { max: most, value });
}

function addFailure(name: string, why: string): void {
  const row = document.createElement('div');
  row.append(document.createElement('dt'), document.createElement('dd'));
  row.children[0].textContent = name;
  row.children[1].textContent = why;
  failures.append(row);
  byId('failed', HTMLElement).hidden = false;
}

async function sendAll({ links }: BatchStatus, pictures: ReadonlyMap<string, File>, token: string): Promise<number> {
  const next = pictures.entries();
  let [sent, taken] = [0, 0];
  const lane = async () => {
    for (const [name, body] of next) {
      show(`Sending ${sent + 1} of ${pictures.size}. Keep this page open until all are sent.`, sent, pictures.size);
      try {
        await ask(links.picture.replace('{name}', encodeURIComponent(name)), token, { method: 'PUT', body });
        taken++;
      } catch (thrown) {
        if (!(thrown instanceof Declined)) throw thrown;
        addFailure(name, thrown.message);
      }
      sent++;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return taken;
}

async function untilEnded({ links }: BatchStatus, token: string): Promise<BatchStatus> {
  for (;;) {
    const status = batchSchema.parse(await (await ask(links.self, token)).json());
    const { all, waiting } = status.pictures;
    const left =
      status.secondsLeft === undefined ? '' : `, about ${Math.max(1, Math.round(status.secondsLeft / 60))} min left`;
    if (status.state === 'ended') return status;
    show(`${all - waiting} of ${all} cut out${left}.`, all - waiting, all);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function listFailures({ links }: BatchStatus, token: string): Promise<void> {
  for (let cursor = '', isLast = false; !isLast; ) {
    const answer = await ask(links.results + (cursor && `?cursor=${cursor}`), token);
    const page: { results: Result[] } & { cursor: string; isLast: boolean } = resultsSchema.parse(await answer.json());
    for (const result of page.results) if (result.state === 'failed') addFailure(result.name, result.detail);
    ({ cursor, isLast } = page);
  }
}

/** Offers the results, an archive after the other, and their removal. */
function offer({ links, pictures: { done } }: BatchStatus, token: string): void {
  const failed = failures.childElementCount;
  show(`${done} cut out${failed > 0 ? `, ${failed} without a result` : ''}.`);
  results.hidden = false;
  save.hidden = done === 0;
  save.textContent = 'Save the results';
  let next: string | undefined = links.archive;
  save.onclick = () =>
    busy(async () => {
      const answer = await ask(next ?? links.archive, token);
      next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('Link') ?? '')?.[1];
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await answer.blob());
      link.download = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'cutouts.zip';
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      save.textContent = next ? 'Save the next part' : 'Save the results again';
    });
  remove.onclick = () =>
    busy(async () => {
      await ask(links.self, token, { method: 'DELETE' });
      results.hidden = true;
      show('The batch is removed.');
    });
}

async function run(): Promise<void> {
  const pictures = named();
  const fields = new FormData(form);
  const token = String(fields.get('token'));
  results.hidden = true;
  failures.replaceChildren();
  byId('failed', HTMLElement).hidden = true;
  if (pictures.size === 0) return show('Choose a folder or pictures first: JPEG, PNG or WebP.');
  const body = JSON.stringify({ options: LOOKS[String(fields.get('look'))] });
  const batch = batchSchema.parse(await (await ask('/v1/batches', token, { method: 'POST', body })).json());
  if ((await sendAll(batch, pictures, token)) === 0) return show('None of these was taken.');
  await ask(batch.links.start, token, { method: 'POST' });
  const ended = await untilEnded(batch, token);
  await listFailures(batch, token);
  offer(ended, token);
}

/** Does something during which nothing else may be begun, and tells what went wrong. */
async function busy(work: () => Promise<void>): Promise<void> {
  form.inert = results.inert = true;
  try {
    await work();
  } catch (thrown) {
    show(thrown instanceof Declined ? thrown.message : 'There was no answer; check the connection and try again.');
  } finally {
    form.inert = results.inert = false;
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void busy(run);
});
