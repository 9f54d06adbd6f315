import * as z from 'zod/mini';

/** One entry of a `messages.json`, as browsers define it. */
const message = z.object({
  message: z.string(),
  placeholders: z.exactOptional(z.record(z.string(), z.object({ content: z.string() }))),
});

/** The sentences of one language by their keys. */
export const wordsSchema = z.record(z.string(), message);
export type Words = z.infer<typeof wordsSchema>;

/** Fills a sentence's placeholders the way `i18n.getMessage` does: `$NAME$`, `$1` to `$9`, `$$` for a dollar sign. */
export function fill({ message, placeholders = {} }: Words[string], substitutions: readonly string[]): string {
  const numbered = (text: string) => text.replace(/\$([1-9])/g, (_, digit: string) => substitutions[+digit - 1] ?? '');
  return message.replace(/\$(\w+)\$|\$[1-9]|\$\$/g, (found, name?: string) => {
    if (name) return numbered(placeholders[name.toLowerCase()]?.content ?? '');
    return found === '$$' ? '$' : numbered(found);
  });
}

/** Which way a language is written, by its tag (`en`, `ar-EG`). */
export const directionOf = (tag: string): 'ltr' | 'rtl' =>
  /^(ar|arc|ckb|dv|fa|he|ks|ku-arab|ps|sd|ug|ur|yi)\b/i.test(tag) ? 'rtl' : 'ltr';
