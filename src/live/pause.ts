/** A wait that somebody else may end. */
export interface Pause {
  /** Resolves after `ms` milliseconds, or when `end` is called. */
  wait(ms: number): Promise<void>;
  end(): void;
  /** Resolves when a wait is under way, now or the next time. */
  begun(): Promise<void>;
}

export function createPause(): Pause {
  let over: (() => void) | undefined;
  let begin = () => {};
  const nextBeginning = () =>
    new Promise<void>((resolve) => {
      begin = resolve;
    });
  let beginning = nextBeginning();
  return {
    async wait(ms) {
      begin();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        timer.unref();
        over = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      over = undefined;
      beginning = nextBeginning();
    },
    end: () => over?.(),
    begun: () => beginning,
  };
}
