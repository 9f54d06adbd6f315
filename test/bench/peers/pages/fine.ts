import { cutOutBy } from './cut-out-by.ts';

export const cutOut = cutOutBy('fine');
