/** What a child process does for its parent, by name. */
export type Calls = Readonly<Record<string, (arg: never) => unknown>>;

export interface CallMessage {
  call: number;
  name: string;
  arg: unknown;
}

export type AnswerMessage =
  | { call: number; result: unknown }
  | { call: number; error: string }
  | { news: unknown };

/** In a child process: answers its parent, and ends with it. */
export function answerCalls(calls: Calls): void {
  process.on('message', async ({ call, name, arg }: CallMessage) => {
    try {
      const run = calls[name] as ((arg: unknown) => unknown) | undefined;
      if (run === undefined) throw new Error(`There is no call ${name}.`);
      // What is undefined would not come through.
      tell({ call, result: (await run(arg)) ?? null });
    } catch (error) {
      tell({ call, error: String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}

/** In a child process: tells its parent without being asked. */
export function tellNews(news: unknown): void {
  tell({ news });
}

function tell(message: AnswerMessage): void {
  if (process.connected) process.send?.(message);
}
