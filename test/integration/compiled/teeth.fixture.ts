import type { TestApp } from '../../support/app.ts';
import type { Caller } from './callers.fixture.ts';
import type { Request, Shown } from './compare.fixture.ts';
import { ask, differByTimeOnly, differenceOf } from './compare.fixture.ts';
import { FAULTS } from './faults.fixture.ts';

/** Of what partners were answered, how much must look different to somebody who sees everything. */
const TOLD_BY_A_READER_OF_ALL = 0.2;
/** Every answer has the same few mistakes made in it, so a part of them is enough. */
const MAX_BITTEN = 300;

/**
 * Whether the comparison would notice: mistakes made in the answers on purpose, and what partners ask for
 * answered as if they saw everything.
 */
export class Teeth {
  readonly #app: TestApp;
  readonly #seesAll: Caller;
  readonly #made = new Map(Object.keys(FAULTS).map((name) => [name, 0]));
  readonly #unnoticed: string[] = [];
  readonly #partner = { asked: 0, told: 0 };
  #bitten = 0;

  constructor(app: TestApp, seesAll: Caller) {
    this.#app = app;
    this.#seesAll = seesAll;
  }

  async bite(caller: Caller, request: Request, answer: Shown): Promise<void> {
    this.#bitten += 1;
    if (this.#bitten > MAX_BITTEN) return;
    for (const [name, fault] of Object.entries(FAULTS)) {
      const faulty = fault(answer);
      if (faulty === undefined) continue;
      this.#made.set(name, (this.#made.get(name) ?? 0) + 1);
      if (isNoticed(faulty, answer)) continue;
      this.#unnoticed.push(`${name}: ${request.params.query}`);
    }
    if (caller.role !== 'PARTNER') return;
    const { documentId: _registered, ...params } = request.params;
    const all = await ask(this.#app, this.#seesAll, { ...request, method: 'POST', params });
    this.#partner.asked += 1;
    if (differenceOf(withoutCopies(all), withoutCopies(answer)) !== undefined)
      this.#partner.told += 1;
  }

  /** What nobody would have noticed. */
  missed(): string[] {
    const { asked, told } = this.#partner;
    const isBlind = asked > 0 && told / asked < TOLD_BY_A_READER_OF_ALL;
    return [...this.#unnoticed, ...(isBlind ? [String(this)] : [])];
  }

  toString(): string {
    const { asked, told } = this.#partner;
    const made = [...this.#made.values()].reduce((sum, count) => sum + count, 0);
    const kinds = [...this.#made.values()].filter((count) => count > 0).length;
    return `${made} mistakes of ${kinds} kinds made on purpose; ${told} of ${asked} answers to partners tell one who sees all`;
  }
}

function isNoticed(faulty: Shown, answer: Shown): boolean {
  return differenceOf(faulty, answer) !== undefined && !differByTimeOnly(faulty, answer);
}

/** The same in status and body: of headers there are others with a registered document by GET. */
function withoutCopies({ status, body }: Shown): Shown {
  return { status, headers: {}, body };
}
