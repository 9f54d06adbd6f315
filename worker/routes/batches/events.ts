import { Hono } from 'hono';
import { granted, openBatch } from '../../batches/batch/open.ts';
import { onlyMethods } from '../../http/methods.ts';
import type { BatchEnv } from './guard.ts';

/** How often a batch is looked at, and how long one answer lasts at most, in milliseconds. */
const LOOK_MS = 1000;
const LONGEST_MS = 15 * 60_000;

/** After so many looks without news a comment is sent, so that nothing on the way takes the connection for dead. */
const QUIET_LOOKS = 15;

/**
 * `GET /v1/batches/:id/events`: progress as server-sent events. Each is the batch as it is then; the last is named `ended`, or `removed`.
 */
export const eventsRoute = new Hono<BatchEnv>()
  .get('/:id/events', async (context) => {
    const [owner, stub] = [context.get('owner'), openBatch(context.get('bound'), context.req.param('id'))];
    const first = granted(await stub.status(owner));
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    const encoder = new TextEncoder();
    const send = (text: string) => writer.write(encoder.encode(text));
    const follow = async () => {
      let [told, quiet] = ['', 0];
      const until = Date.now() + LONGEST_MS;
      await send('retry: 3000\n\n');
      for (let status: Awaited<ReturnType<typeof stub.status>> = first; Date.now() < until; ) {
        if ('refused' in status) {
          await send('event: removed\ndata: {}\n\n');
          break;
        }
        const data = JSON.stringify(status);
        if (data !== told) await send(`event: ${status.state === 'ended' ? 'ended' : 'progress'}\ndata: ${data}\n\n`);
        else if (++quiet % QUIET_LOOKS === 0) await send(': still there\n\n');
        told = data;
        if (status.state === 'ended') break;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        status = await stub.status(owner);
      }
      await writer.close();
    };
    context.executionCtx.waitUntil(follow().catch((error) => writer.abort(error).catch(() => {})));
    return context.body(readable, 200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  })
  .all('/:id/events', onlyMethods('GET'));
