/** The match pattern of all that the host of `url` serves, as permissions want it. */
export const hostPattern = (url: string): string => {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
};
