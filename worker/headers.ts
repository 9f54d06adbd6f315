const CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FOREVER = { 'Cache-Control': 'public, max-age=31536000, immutable' };

/** Headers per path. Every file is isolated (COOP and COEP), so that WASM can use threads. */
const RULES: Record<string, Record<string, string>> = {
  '/*': {
    'Content-Security-Policy': CSP,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)',
    'Strict-Transport-Security': 'max-age=31536000',
  },
  '/assets/*': FOREVER,
  '/ort/*': FOREVER,
  '/models/*.onnx': FOREVER,
  // Pages of other origins run the library with the networks of this Worker. `!` takes back what a rule above has set.
  '/models/*': {
    'Access-Control-Allow-Origin': '*',
    '! Cross-Origin-Resource-Policy': '',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  },
  '/openapi.json': { 'Access-Control-Allow-Origin': '*' },
};

/** The `_headers` file of the static assets. */
export const siteHeaders = (): string =>
  Object.entries(RULES)
    .map(([path, headers]) =>
      [path, ...Object.entries(headers).map(([name, value]) => (value ? `  ${name}: ${value}` : `  ${name}`))].join(
        '\n',
      ),
    )
    .join('\n\n')
    .concat('\n');
