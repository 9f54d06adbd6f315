import { html } from 'hono/html';

/** What the head of a page says. */
export interface Head {
  readonly title: string;
  readonly description: string;
  /** URLs of the bundled style and script. */
  readonly styleUrl: string;
  readonly scriptUrl: string;
}

/** The head of every page. */
export const head = ({ title, description, styleUrl, scriptUrl }: Head) => html`<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="theme-color" content="#f5f1e8" media="(prefers-color-scheme: light)">
  <meta name="theme-color" content="#171512" media="(prefers-color-scheme: dark)">
  <meta name="description" content="${description}">
  <title>${title}</title>
  <link rel="icon" href="/favicon.svg" type="image/svg+xml">
  <link rel="manifest" href="/manifest.webmanifest">
  <link rel="stylesheet" href="${styleUrl}">
  <script type="module" src="${scriptUrl}"></script>
</head>`;
