import { html } from 'hono/html';
import type { Parameter } from '../../openapi/operation.ts';

const control = ({ name, schema }: Parameter) =>
  schema.enum
    ? html`<select name="${name}">
      ${schema.default === undefined ? html`<option value="">default</option>` : ''}
      ${schema.enum.map(
        (value) => html`<option value="${value}"${value === schema.default ? html` selected` : ''}>${value}</option>`,
      )}
    </select>`
    : html`<input name="${name}" autocomplete="off" spellcheck="false" placeholder="${schema.examples?.[0] ?? ''}">`;

/** A form that sends a chosen picture with the operation's parameters, and the place for the answer. */
export const tryForm = (parameters: readonly Parameter[]) => html`
<form id="try" class="try">
  <h4>Try it</h4>
  <p class="small">The picture you choose is sent to this service, and to nobody else.</p>
  <div class="controls">
    <label>image <input name="image" type="file" accept="image/jpeg,image/png,image/webp" required></label>
    ${parameters.map((parameter) => html`<label>${parameter.name} ${control(parameter)}</label>`)}
    <label>token <input name="token" type="password" autocomplete="off" placeholder="where asked for"></label>
    <button class="button primary">Send</button>
  </div>
  <p id="sent" class="small" role="status"></p>
  <figure id="answer" hidden>
    <img id="answer-image" alt="The answer" class="checkerboard">
    <p class="small"><a id="answer-file" download="answer">Save it</a></p>
    <figcaption><dl id="answer-headers" class="facts"></dl></figcaption>
  </figure>
</form>`;
