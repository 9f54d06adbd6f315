/** Two frames of a page, which runs this: what it drew meanwhile is seen. A page in the background draws none; nothing moves in it either. */
export const twoFrames = () =>
  new Promise((next) => {
    requestAnimationFrame(() => requestAnimationFrame(next));
    setTimeout(next, 1000);
  });
