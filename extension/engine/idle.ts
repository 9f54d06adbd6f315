/** Calls `onIdle` when nobody has been in for `ms`; starts out empty. */
export function whenIdle(ms: number, onIdle: () => void): { enter(): void; leave(): void } {
  let inside = 0;
  let timer = setTimeout(onIdle, ms);
  return {
    enter() {
      inside++;
      clearTimeout(timer);
    },
    leave() {
      if (--inside === 0) timer = setTimeout(onIdle, ms);
    },
  };
}
