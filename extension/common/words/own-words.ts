import { type ReasonCode, readReason } from '../../../shared/reasons.ts';
import type { Outcome, OwnUse } from '../../../shared/web/own/protocol.ts';
import { backendWords } from './backend-words.ts';
import { t, type WordKey } from './words.ts';

/** What codes are called. */
const FAULTS: Readonly<Record<ReasonCode, WordKey>> = {
  stages: 'faultStages',
  overdue: 'faultOverdue',
  'no-webgpu': 'faultGpu',
  'no-adapter': 'faultGpu',
  emulated: 'faultGpu',
  'no-halves': 'faultHalves',
  lost: 'faultLost',
  unopened: 'faultUnopened',
  failed: 'faultOther',
  'not-numbers': 'faultNumbers',
  flat: 'faultFlat',
  'flat-here': 'faultFlat',
  wrong: 'faultWrong',
  'wrong-length': 'faultWrong',
  'wrong-stage': 'faultWrong',
  'other-matte': 'faultMatte',
  'other-size': 'faultSize',
  'other-odds': 'faultWrong',
};

/** That a network of one's own was left, and why; nothing where it draws or none was asked for. */
export const ownWords = (own: OwnUse | undefined): string[] =>
  own?.left === undefined ? [] : [t('networkLeft', own.name, faultsWords(own.left))];

/** Where a network failed, and why, with a dot between. */
export const faultsWords = (outcomes: readonly Outcome[]): string => outcomes.map(faultWords).join(' · ');

/** Where a network failed, and why. */
export const faultWords = ({ backend, fault = '' }: Outcome): string =>
  `${backendName(backend)}: ${reasonWords(fault)}`;

/** A reason in the person's language; what a runtime or a browser says itself stays as it is, in parentheses. */
export function reasonWords(words: string): string {
  const read = readReason(words);
  if (read?.code === 'stages') return t(FAULTS.stages, reasonWords(read.facts[0]));
  return read ? t(FAULTS[read.code], ...read.facts) : t('faultOther', words);
}

/** How many threads there are is no matter here. */
export const backendName = (backend: Outcome['backend']): string =>
  backendWords(backend, 0).replace(/\s*[(（].*[)）]$/, '');
