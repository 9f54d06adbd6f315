// Firefox's background is a page: the engine lives in it.
import './main.ts';
import { startEngine } from '../engine/start.ts';

startEngine('asyncify');
