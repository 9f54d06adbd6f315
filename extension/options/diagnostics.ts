import { STAGES } from '../../shared/pipeline/stages.ts';
import { knownVerdicts } from '../../shared/web/verdicts.ts';
import { browser } from '../common/browser/browser.ts';
import { byId } from '../common/elements/dom.ts';
import { engineStatus } from '../common/engine/ask-engine.ts';
import { type LastJob, lastJobs } from '../common/engine/last-jobs.ts';
import { readSettings } from '../common/storage/settings.ts';
import { inWords } from '../common/words/failure.ts';
import { t } from '../common/words/words.ts';

/** Shows what a bug report should tell, to be copied as it stands. In English: it is read by those who mend things. */
export async function showDiagnostics(): Promise<void> {
  const text = byId('diagnostics');
  byId('copy-diagnostics').onclick = async () => {
    await navigator.clipboard.writeText(text.textContent);
    byId('diagnostics-said').textContent = t('copied');
  };
  text.textContent = withoutAddresses(await diagnostics());
}

async function diagnostics(): Promise<string> {
  const parts = [about(), gpu(), settings(), engine(), selfTests(), jobs()];
  const settled = await Promise.all(parts.map((part) => part.catch((thrown) => [inWords(thrown).message])));
  return settled.flat().join('\n');
}

async function about(): Promise<string[]> {
  const isolated = crossOriginIsolated ? 'isolated' : 'not isolated';
  return [
    `Matteo ${browser.runtime.getManifest().version}`,
    `Browser: ${navigator.userAgent}`,
    `Language: ${browser.i18n.getUILanguage()}`,
    `Processors: ${navigator.hardwareConcurrency}, ${isolated}`,
  ];
}

async function gpu(): Promise<string[]> {
  if (!navigator.gpu) return ['Adapter: none (this browser has no WebGPU)'];
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return ['Adapter: none'];
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const names = [vendor, architecture, device, description].filter(Boolean).join(', ') || 'unnamed';
  const traits = [
    adapter.features.has('shader-f16') ? 'shader-f16' : 'no shader-f16',
    ...(isFallbackAdapter ? ['emulated in software'] : []),
  ];
  return [`Adapter: ${names} (${traits.join(', ')})`];
}

async function settings(): Promise<string[]> {
  const { action, backend, model, quality, background, language, remote } = await readSettings();
  const server = remote.address ? `kept, ${remote.use}` : 'none';
  return [
    `Settings: action ${action}, backend ${backend}, model ${model}, quality ${quality}, background ${background.kind}, language ${language}, server ${server}`,
  ];
}

async function engine(): Promise<string[]> {
  const { backend, skipped, threads, own } = await engineStatus();
  return [
    ...(own ? [`Own network: ${own.left ? 'left' : 'draws'}`] : []),
    ...(own?.left ?? []).map(({ backend, fault }) => `  left on ${backend}: ${fault}`),
    `Engine: ${backend ?? 'nothing runs'}, ${threads} WASM threads`,
    ...skipped.map(({ network, backend, reason }) => `  not used by ${network}: ${backend}: ${reason}`),
  ];
}

async function selfTests(): Promise<string[]> {
  const verdicts = await knownVerdicts();
  if (verdicts.length === 0) return ['Self-tests: none was needed yet'];
  return ['Self-tests:', ...verdicts.map(([key, verdict]) => `  ${verdict || 'passed'}: ${key}`)];
}

async function jobs(): Promise<string[]> {
  const last = await lastJobs();
  return last.length > 0 ? ['Last jobs, in milliseconds:', ...last.map(jobLine)] : ['Last jobs: none'];
}

function jobLine({ width, height, network, backend, quality, milliseconds }: LastJob): string {
  const spent = STAGES.flatMap((stage) =>
    milliseconds[stage] === undefined ? [] : [`${stage} ${milliseconds[stage]}`],
  );
  return `  ${width} × ${height}, ${network} on ${backend}${quality ? `, ${quality}` : ''}: ${spent.join(', ')}`;
}

/** Some reasons name the file that could not be had. */
const withoutAddresses = (text: string): string => text.replace(/\b[a-z][a-z-]*:\/\/\S+/gi, '<address>');
