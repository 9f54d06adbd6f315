import { problemSchema } from '../../../shared/contracts/http.ts';
import { byId } from '../dom.ts';

const SHOWN = [
  'Matteo-Model',
  'Matteo-Person',
  'Matteo-Confidence',
  'Matteo-Colour-Profile',
  'Matteo-Size',
  'Matteo-Foreground',
  'Matteo-People',
  'Server-Timing',
  'Content-Type',
  'Content-Length',
];

const form = byId('try', HTMLFormElement);
const sent = byId('sent', HTMLElement);
const answer = byId('answer', HTMLElement);
const image = byId('answer-image', HTMLImageElement);
const saved = byId('answer-file', HTMLAnchorElement);

/** The request that the form stands for. */
function requestOf(fields: FormData): Request {
  const url = new URL('/v1/mattes', location.href);
  for (const [name, value] of fields) {
    if (typeof value === 'string' && value !== '' && name !== 'token') url.searchParams.set(name, value);
  }
  const picture = fields.get('image') as File;
  const headers = new Headers({ 'Content-Type': picture.type });
  const token = fields.get('token');
  if (token) headers.set('Authorization', `Bearer ${token}`);
  return new Request(url, { method: 'POST', body: picture, headers });
}

function showHeaders({ headers }: Response): void {
  const rows = SHOWN.filter((name) => headers.has(name)).map((name) => {
    const row = document.createElement('div');
    row.append(document.createElement('dt'), document.createElement('dd'));
    row.children[0].textContent = name;
    row.children[1].textContent = headers.get(name);
    return row;
  });
  byId('answer-headers', HTMLElement).replaceChildren(...rows);
}

/** What a problem says; of any other answer, all of it. */
function sentenceOf(text: string): string {
  try {
    return problemSchema.parse(JSON.parse(text)).detail;
  } catch {
    return text;
  }
}

async function send(): Promise<string> {
  const started = performance.now();
  const response = await fetch(requestOf(new FormData(form)));
  if (!response.ok) return `${response.status}: ${sentenceOf(await response.text())}`;
  const blob = await response.blob();
  image.hidden = !blob.type.startsWith('image/');
  image.src = URL.createObjectURL(blob);
  saved.href = image.src;
  showHeaders(response);
  answer.hidden = false;
  return `${response.status}, after ${Math.round(performance.now() - started)} ms.`;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  URL.revokeObjectURL(image.src);
  answer.hidden = true;
  sent.textContent = 'Sending…';
  form.inert = true;
  try {
    sent.textContent = await send();
  } catch {
    sent.textContent = 'There was no answer; check the connection and try again.';
  } finally {
    form.inert = false;
  }
});

for (const code of document.querySelectorAll('.opening .shell code')) {
  code.textContent = `export MATTEO=${location.origin}`;
}
