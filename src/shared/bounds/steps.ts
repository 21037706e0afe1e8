/** Takes so many steps out of what is left; throws when nothing is. */
export type Spend = (steps: number) => void;

/** Work that takes more steps than it may; the message says of what, and what to do. */
export class TooManySteps extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TooManySteps';
  }
}

/** A budget for work whose length its input does not show. @throws TooManySteps with `message`. */
export function limitSteps(max: number, message: string): Spend {
  let left = max;
  return (steps) => {
    left -= steps;
    if (left < 0) throw new TooManySteps(message);
  };
}

export const unlimited: Spend = () => undefined;
