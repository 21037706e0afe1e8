/** Takes so many steps out of a budget; throws when the budget does not have them. */
export type Spend = (steps: number) => void;

/** The work took more steps than it may. The message says what work, and what to do. */
export class TooManySteps extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TooManySteps';
  }
}

/**
 * Makes a budget for work whose length its input does not show.
 * @throws TooManySteps with `message`, when more than `max` steps are taken from the budget.
 */
export function limitSteps(max: number, message: string): Spend {
  let left = max;
  return (steps) => {
    left -= steps;
    if (left < 0) throw new TooManySteps(message);
  };
}

export const unlimited: Spend = () => undefined;
