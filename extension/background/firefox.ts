// Firefox's background is a page: the engine lives in it.
import './main.ts';
import { startEngine } from '../engine/start.ts';
import { stayAwakeForJobs } from './stay-awake.ts';

startEngine('asyncify');
stayAwakeForJobs();
