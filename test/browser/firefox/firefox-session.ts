import { connectMarionette } from './marionette.ts';

/** A tab by its handle, or a frame of it by its name. */
export interface Place {
  readonly tab: string;
  readonly frame?: string;
}

type Run<Argument, Result> = ((argument: Argument) => Result | Promise<Result>) | string;

/** Drives a Firefox: one command at a time, each where it belongs. */
export interface FirefoxSession {
  /** Runs a function in the browser's own window, with all the browser's rights. */
  inBrowser<Result, Argument = undefined>(run: Run<Argument, Result>, argument?: Argument): Promise<Result>;
  /** Runs a function in a document as the page could; answers the document's address, too. A string is run as a script. */
  inPage<Result, Argument = undefined>(
    place: Place,
    run: Run<Argument, Result>,
    argument?: Argument,
  ): Promise<{ url: string; value: Result }>;
  /** Runs a function in a document with the browser's rights, which see into closed shadow roots; its answer is JSON. */
  overPage<Result>(place: Place, run: () => Result): Promise<Result>;
  /** Sends a WebDriver command to a tab. */
  toTab(tab: string, command: string, parameters?: object): Promise<unknown>;
  /** Opens a tab in front of the others. */
  newTab(): Promise<string>;
  /** The tabs that are open. */
  tabs(): Promise<string[]>;
  /** Loads an unpacked extension for as long as the browser runs; answers its id. */
  install(folder: string, inPrivateWindows: boolean): Promise<string>;
  close(): Promise<void>;
}

export async function startSession(port: number): Promise<FirefoxSession> {
  const { send, close } = await connectMarionette(port);
  await send('WebDriver:NewSession', { capabilities: { alwaysMatch: { unhandledPromptBehavior: 'ignore' } } });
  await send('WebDriver:SetTimeouts', { script: 600_000 });
  let at = '';
  let last: Promise<unknown> = Promise.resolve();

  /** Marionette's commands go to where it was switched to last, so whoever switches keeps others waiting. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(work);
    last = mine.catch(() => {
      at = '';
    });
    return mine;
  };
  const goTo = async (place: Place | 'browser') => {
    const wanted = JSON.stringify(place);
    if (at === wanted) return;
    if (place === 'browser') await send('Marionette:SetContext', { value: 'chrome' });
    else {
      await send('Marionette:SetContext', { value: 'content' });
      await send('WebDriver:SwitchToWindow', { handle: place.tab, focus: false });
      if (place.frame !== undefined) {
        const found = (await send('WebDriver:FindElement', {
          using: 'css selector',
          value: `iframe[name="${place.frame}"]`,
        })) as { value: Record<string, string> };
        await send('WebDriver:SwitchToFrame', { element: Object.values(found.value)[0] });
      }
    }
    at = wanted;
  };
  const execute = async (place: Place | 'browser', script: string, argument?: unknown, sandbox?: 'system') => {
    await goTo(place);
    const args = argument === undefined ? [] : [argument];
    const answer = await send('WebDriver:ExecuteScript', { script, args, ...(sandbox && { sandbox }) });
    return (answer as { value: unknown }).value;
  };
  const call = (run: Run<never, unknown>) => (typeof run === 'string' ? `(() => { ${run} })()` : `(${run})(argument)`);

  return {
    inBrowser: (run, argument) =>
      inTurn(async () => {
        const script = `const [argument] = arguments; return ${call(run)};`;
        return (await execute('browser', script, argument)) as never;
      }),
    inPage: (place, run, argument) =>
      inTurn(async () => {
        const script = `const [argument] = arguments;
          return Promise.resolve(${call(run)}).then((value) => ({ url: location.href, value }));`;
        return (await execute(place, script, argument)) as never;
      }),
    overPage: (place, run) =>
      inTurn(async () => {
        const json = await execute(place, `return JSON.stringify((${run})())`, undefined, 'system');
        return JSON.parse(json as string);
      }),
    toTab: (tab, command, parameters) =>
      inTurn(async () => {
        await goTo({ tab });
        const answer = await send(command, parameters);
        if (command === 'WebDriver:CloseWindow') at = '';
        return answer;
      }),
    newTab: () =>
      inTurn(async () => {
        at = '';
        await send('Marionette:SetContext', { value: 'content' });
        // The tab that was current may be closed; any will do.
        const [any] = (await send('WebDriver:GetWindowHandles')) as string[];
        await send('WebDriver:SwitchToWindow', { handle: any, focus: false });
        const { handle } = (await send('WebDriver:NewWindow', { type: 'tab', focus: true })) as { handle: string };
        return handle;
      }),
    tabs: () =>
      inTurn(async () => {
        at = '';
        await send('Marionette:SetContext', { value: 'content' });
        return (await send('WebDriver:GetWindowHandles')) as string[];
      }),
    async install(folder, inPrivateWindows) {
      const { value } = (await send('Addon:Install', {
        path: folder,
        temporary: true,
        allowPrivateBrowsing: inPrivateWindows,
      })) as { value: string };
      return value;
    },
    async close() {
      await send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => {});
      close();
    },
  };
}
