/**
 * Runs `work` whenever asked, one at a time: what was asked for while it ran makes it run once more.
 *
 * @param onError told of what `work` throws.
 */
export function newest(work: () => Promise<void>, onError: (thrown: unknown) => void): () => void {
  let running = false;
  let again = false;
  const run = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      await work().catch(onError);
    } while (again);
    running = false;
  };
  return () => void run();
}
