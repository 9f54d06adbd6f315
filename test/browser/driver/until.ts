/** What one step may take in a browser on a busy machine. */
export const STEP_MS = 60_000;

/**
 * Asks until there is an answer, and returns it.
 *
 * @param ask answers undefined or false as long as it is to be asked again.
 * @throws Error with `sentence` when the time is over.
 */
export async function until<Answer>(
  ask: () => Promise<Answer | undefined | false>,
  timeoutMs: number,
  sentence: () => string | Promise<string>,
): Promise<Answer> {
  const ends = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > ends) throw new Error(await sentence());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
