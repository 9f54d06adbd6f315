/** The match patterns of every host that pictures may come from. */
export const ALL_HOSTS = ['http://*/*', 'https://*/*'];

/** The match pattern of all that the host of `url` serves by the same scheme, as permissions want it. */
export const hostPattern = (url: string): string => {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
};

/** The same address by `https`, to which `http` often leads on. */
export const byHttps = (url: string): string => url.replace(/^http:/i, 'https:');

/**
 * The match patterns to ask for: those of every host, or those of the host of `url` by either scheme, for `byHttps`. Browsers refuse the scheme `*`, which none of the manifest's patterns contains alone.
 */
export const patternsFor = (url: string, everywhere: boolean | undefined): string[] =>
  everywhere ? ALL_HOSTS : ['http', 'https'].map((scheme) => `${scheme}://${new URL(url).hostname}/*`);

/** True for a match pattern that names no host, and so all of them. */
export const namesAllHosts = (pattern: string): boolean => /^(<all_urls>|(\*|https?):\/\/\*\/\*)$/.test(pattern);
