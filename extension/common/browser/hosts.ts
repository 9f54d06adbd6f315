/** The match patterns of every host that pictures may come from. */
export const ALL_HOSTS = ['http://*/*', 'https://*/*'];

/** The match pattern of all that the host of `url` serves, as permissions want it. */
export const hostPattern = (url: string): string => {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
};

/** The match patterns to ask for: those of every host, or that of the host of `url`. */
export const patternsFor = (url: string, everywhere: boolean | undefined): string[] =>
  everywhere ? ALL_HOSTS : [hostPattern(url)];

/** True for a match pattern that names no host, and so all of them. */
export const namesAllHosts = (pattern: string): boolean => /^(<all_urls>|(\*|https?):\/\/\*\/\*)$/.test(pattern);
