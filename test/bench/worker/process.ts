import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Linux counts CPU time in these. */
const TICKS_PER_SECOND = 100;

const read = (pid: number, file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');

/** Fields of /proc/PID/stat after the command's name, which may hold anything. */
const statOf = (pid: number): string[] =>
  read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');

/** The processes named `name` that this one started, directly or not. Linux only. */
export function descendants(name: string): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    try {
      if (/^\d+$/.test(entry)) parents.set(Number(entry), Number(statOf(Number(entry))[1]));
    } catch {
      // Ended meanwhile.
    }
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === process.pid || isOurs(parents.get(pid)));
  return [...parents.keys()].filter((pid) => isOurs(parents.get(pid)) && read(pid, 'comm').trim() === name);
}

/** CPU time a process has used, in milliseconds. */
export function cpuMs(pid: number): number {
  const [user, system] = statOf(pid).slice(11, 13).map(Number);
  return ((user + system) * 1000) / TICKS_PER_SECOND;
}

/** Memory that a process holds, in MiB. */
export const memory = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(read(pid, 'status'))?.[1]) / 1024;

/** The most memory that a process ever held, in MiB. */
export const peakMemory = (pid: number): number => Number(/VmHWM:\s+(\d+)/.exec(read(pid, 'status'))?.[1]) / 1024;

/** Does `work`, and tells by how much the most that any of the processes held meanwhile exceeds what it held before, in MiB. */
export async function growth<Result>(
  pids: readonly number[],
  work: () => Promise<Result>,
): Promise<{ readonly grown: number; readonly peak: number; readonly result: Result }> {
  // Linux then takes what is held now for the most that ever was.
  for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = pids.map(memory);
  const result = await work();
  const peaks = pids.map(peakMemory);
  return { grown: Math.max(...peaks.map((peak, i) => peak - before[i])), peak: Math.max(...peaks), result };
}
