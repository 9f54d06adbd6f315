import { checkOwn, OWN_LIMITS, type Refusal, Refused } from '../../shared/inference/own/check.ts';
import {
  forgetNetwork,
  type KeptNetwork,
  keepNetwork,
  keptNetwork,
  keptNetworks,
  onNetworksChanged,
  restoreNetwork,
} from '../../shared/web/own/kept.ts';
import { byId } from '../common/elements/dom.ts';
import { h } from '../common/elements/element.ts';
import { tryNetwork } from '../common/engine/ask-engine.ts';
import { changeSettings, readPolicies, readSettings } from '../common/storage/settings.ts';
import { inWords } from '../common/words/failure.ts';
import { backendName, faultsWords, faultWords } from '../common/words/own-words.ts';
import { languageTag, t } from '../common/words/words.ts';
import { exportCommand } from './export-command.ts';

/** The section *My networks*: adds, lists and removes networks, and offers them among the packaged ones. */
export async function showNetworks(): Promise<void> {
  const chooser = byId<HTMLInputElement>('network-files');
  const add = byId<HTMLButtonElement>('add-network');
  const section = byId('networks-section');
  add.onclick = () => chooser.click();
  chooser.onchange = () => {
    const files = [...(chooser.files ?? [])];
    chooser.value = '';
    if (files.length > 0) void take(files);
  };
  section.ondragover = (event) => event.preventDefault();
  section.ondrop = (event) => {
    event.preventDefault();
    void take([...(event.dataTransfer?.files ?? [])]);
  };
  onNetworksChanged(() => void list());
  await list();
}

const say = (sentence: string) => {
  byId('networks-said').textContent = sentence;
};

/** Whether a network is being tested; only one at a time is. */
let isTesting = false;

/** Shows this at the buttons that would test another network. */
function showTesting(): void {
  for (const button of document.querySelectorAll('#add-network, #networks .test'))
    button.setAttribute('aria-disabled', String(isTesting));
}

/** Runs a test unless another is running, and shows its outcome if there is one. */
async function oneAtATime(test: () => Promise<string | undefined>): Promise<void> {
  if (isTesting) return;
  isTesting = true;
  showTesting();
  const sentence = await test().catch((thrown: unknown) =>
    thrown instanceof Refused ? refusalWords(thrown.refusal) : inWords(thrown).message,
  );
  isTesting = false;
  await list();
  if (sentence) say(sentence);
}

/** Stores a network that passes its test on at least one backend. */
const take = (files: readonly File[]): Promise<void> => oneAtATime(() => added(files));

/** @returns the outcome as a sentence. @throws Refused, or CutoutError if the engine does not answer. */
async function added(files: readonly File[]): Promise<string> {
  const { card, bytes } = await checkOwn(files);
  const { name, sha256 } = card;
  const before = await keptNetwork(sha256);
  if (!(await keepNetwork(card, bytes))) return t('networkMany', String(OWN_LIMITS.count));
  say(t('networkTrying', name));
  const outcomes = await tryNetwork(sha256).catch(async (thrown: unknown) => {
    await leave(sha256, before);
    throw thrown;
  });
  if (works({ outcomes })) return t('networkAdded', name);
  await leave(sha256, before);
  return t('networkNowhere', name, faultsWords(outcomes));
}

/** Restores what was stored before a network failed its test. */
async function leave(id: string, before: KeptNetwork | undefined): Promise<void> {
  if (before) await restoreNetwork(before);
  else await forgetOwn(id);
}

/** Removes a network, which is then no longer used. */
async function forgetOwn(id: string): Promise<void> {
  if ((await readSettings()).own === id) await changeSettings({ own: '' });
  await forgetNetwork(id);
}

function refusalWords(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'pair':
      return t('networkPair');
    case 'other':
      return t('networkOther');
    case 'card':
      return t('networkCard', refusal.field, refusal.detail);
    case 'json':
      return t('networkJson');
    case 'alone':
      return t('networkAlone', refusal.file, exportCommand(refusal.file));
    case 'large':
      return t('networkLarge', sizeWords(refusal.has), sizeWords(refusal.limit));
  }
}

function sizeWords(bytes: number): string {
  const [unit, one] = bytes < 1e6 ? (['kilobyte', 1e3] as const) : (['megabyte', 1e6] as const);
  return new Intl.NumberFormat(languageTag(), { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / one);
}

/** Texts separated by dots, each with its own text direction. */
const apart = (facts: readonly string[]): Node[] =>
  facts.flatMap((fact, i) => [...(i > 0 ? [new Text(' · ')] : []), h('bdi', {}, fact)]);

/** Number of requests for the list: an answer that arrives after a newer one is dropped. */
let asked = 0;

const works = ({ outcomes }: Pick<KeptNetwork, 'outcomes'>): boolean =>
  outcomes.some(({ fault }) => fault === undefined);

/** Lists the stored networks, and offers those that work on some backend as choices for *Network*. */
async function list(): Promise<void> {
  const mine = ++asked;
  const [kept, settings, policies] = await Promise.all([keptNetworks(), readSettings(), readPolicies()]);
  if (mine !== asked) return;
  byId('networks').replaceChildren(...kept.map(row));
  showTesting();
  const choices = kept.filter(works).map((network) => choice(network, settings.own, policies.model !== undefined));
  byId('own-networks').replaceChildren(...choices);
}

function row({ card, file, outcomes, left }: KeptNetwork): HTMLElement {
  const { width, height } = card.golden;
  const backends = outcomes.filter(({ fault }) => fault === undefined).map(({ backend }) => backendName(backend));
  const faulty = outcomes.filter(({ fault }) => fault !== undefined);
  const again = h('button', { type: 'button', class: 'test' }, t('testNetwork', card.name));
  again.onclick = () => void testAgain(card);
  const remove = h('button', { type: 'button' }, t('removeNetwork', card.name));
  remove.onclick = () => void removed(card);
  return h(
    'li',
    {},
    h(
      'div',
      {},
      h('bdi', {}, card.name),
      h('p', { class: 'small' }, ...apart([`${width} × ${height}`, sizeWords(file.size), card.licence])),
      ...(left ? [h('p', { class: 'small' }, t('networkLeft', card.name, faultsWords(left)))] : []),
      ...(backends.length > 0 && !left ? [h('p', { class: 'small' }, t('networkRuns', backends.join(', ')))] : []),
      ...(left ? [] : faulty).map((outcome) =>
        h('p', { class: 'small' }, `${t('engineSkipped')}: ${faultWords(outcome)}`),
      ),
    ),
    h('div', { class: 'acts' }, remove, again),
  );
}

/** Tests a stored network on every backend again; earlier failures are deleted. */
async function testAgain({ name, sha256 }: KeptNetwork['card']): Promise<void> {
  await oneAtATime(async () => {
    say(t('networkTrying', name));
    const outcomes = await tryNetwork(sha256);
    // It may have been removed meanwhile.
    if (!(await keptNetwork(sha256))) return undefined;
    return works({ outcomes }) ? t('networkAdded', name) : t('networkNot', name, faultsWords(outcomes));
  });
  // The list was made anew, and what was pressed is gone.
  if (document.activeElement === document.body) byId('add-network').focus();
}

async function removed({ name, sha256 }: KeptNetwork['card']): Promise<void> {
  await forgetOwn(sha256);
  await list();
  say(t('networkRemoved', name));
  byId('add-network').focus();
}

/** A radio button beside those of the packaged networks. */
function choice({ card }: KeptNetwork, chosen: string, isManaged: boolean): HTMLElement {
  const radio = h('input', { type: 'radio', name: 'model', value: card.sha256 });
  radio.checked = chosen === card.sha256;
  radio.disabled = isManaged;
  radio.onchange = () => changeSettings({ own: card.sha256 });
  return h('label', {}, radio, h('bdi', {}, card.name));
}
