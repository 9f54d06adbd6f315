// Extension pages forbid `eval`; told so before the first schema, zod does not try it. Injected into every bundle.
import { config } from 'zod/v4/core';

config({ jitless: true });
