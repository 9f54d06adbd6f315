/** Does `job` `count` times, `lanes` at a time. */
export async function inLanes(count: number, lanes: number, job: () => Promise<unknown>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await job();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
