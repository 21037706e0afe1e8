/** Tells which keys are active at the same time. A key that is alone need not leave room for others. */
export interface Company {
  asked(key: string): void;
  /** Whether no other key asked within the last second. */
  isAlone(key: string): boolean;
}

const THERE_MS = 1_000;

interface Asked {
  key: string | undefined;
  at: number;
}

const NEVER: Asked = { key: undefined, at: Number.NEGATIVE_INFINITY };

/** @param present the present in monotonic milliseconds. */
export function createCompany(present: () => number = () => performance.now()): Company {
  let latest = NEVER;
  /** The latest call by a key other than that of `latest`. */
  let other = NEVER;
  return {
    asked(key) {
      if (latest.key !== key) other = latest;
      latest = { key, at: present() };
    },
    isAlone(key) {
      const { at } = latest.key === key ? other : latest;
      return present() - at > THERE_MS;
    },
  };
}
