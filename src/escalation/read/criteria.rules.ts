import type { Audience } from '../../auth/partner-view.rules.ts';
import { CRITERIA, type Criterion, SEVERITIES, type Severity } from '../../shared/vocabulary.ts';

/** When something was done to the case, and by whom, for people to read. */
export interface Deed {
  at: Date;
  by: string;
}

export interface CriteriaFacts {
  /** When UNDERSTAND_ISSUE was last done; null while it is not done, and when it was skipped. */
  understood: Deed | null;
  classification:
    | (Deed & { severity: Severity; suggestedSeverity: Severity; rationale: string | null })
    | null;
  /** The response clock. `breachedAt` is null for a breach that was corrected. */
  responseClock: { dueAt: Date | null; metAt: Date | null; breachedAt: Date | null };
  /** When a cycle of the update clock breached, in order, without breaches that were corrected. */
  updateBreaches: readonly Date[];
  /** The communications that count, by time. */
  communications: readonly Deed[];
  resolvedAt: Date | null;
  rootCause: Deed | null;
  /** When the plan was created, and by whom. `dueDate` is YYYY-MM-DD. */
  plan: (Deed & { owner: string | null; dueDate: string | null; actionCount: number }) | null;
}

export interface QualityCriterion {
  criterion: Criterion;
  met: boolean;
  /** A sentence with the time and the person. */
  evidence: string;
}

type Judgement = Omit<QualityCriterion, 'criterion'>;

const JUDGES: Record<Criterion, (facts: CriteriaFacts, audience: Audience) => Judgement> = {
  ISSUE_UNDERSTOOD: ({ understood }) =>
    understood === null ? no('Not yet understood.') : yes(`Understood ${on(understood)}.`),
  SEVERITY_CLASSIFIED: severityClassified,
  RESPONSE_WITHIN_SLA: responseWithinSla,
  COMMUNICATED_THROUGHOUT: communicatedThroughout,
  ROOT_CAUSE_IDENTIFIED: ({ rootCause }) =>
    rootCause === null ? no('Not yet identified.') : yes(`Identified ${on(rootCause)}.`),
  PREVENTION_PLAN_CREATED: preventionPlanCreated,
};

/** Judges the six criteria, in the order of `CRITERIA`. Partners do not read the suggested severity. */
export function qualityCriteria(
  facts: CriteriaFacts,
  audience: Audience = 'STAFF',
): QualityCriterion[] {
  return CRITERIA.map((criterion) => ({ criterion, ...JUDGES[criterion](facts, audience) }));
}

function severityClassified(
  { classification: done }: CriteriaFacts,
  audience: Audience,
): Judgement {
  if (done === null) return no('Not yet classified.');
  const [chosen, suggested] = [done.severity.toLowerCase(), done.suggestedSeverity.toLowerCase()];
  const said = `Classified as ${chosen} ${on(done)}`;
  if (SEVERITIES.indexOf(done.severity) <= SEVERITIES.indexOf(done.suggestedSeverity)) {
    return yes(audience === 'STAFF' ? `${said}; suggested was ${suggested}.` : `${said}.`);
  }
  const hasRationale = (done.rationale ?? '').trim() !== '';
  if (audience === 'PARTNER') return hasRationale ? yes(`${said}.`) : no(`${said}.`);
  return !hasRationale
    ? no(`${said}, below the suggested ${suggested} and without a rationale.`)
    : yes(`${said}, below the suggested ${suggested} with a rationale.`);
}

function responseWithinSla({ responseClock: clock, communications }: CriteriaFacts): Judgement {
  const [first] = communications;
  // Resolution meets the clock too, but only a communication answers the customer.
  const answer =
    clock.metAt !== null && first !== undefined && first.at <= clock.metAt ? first : null;
  if (clock.breachedAt !== null) {
    const late = answer === null ? 'no response was given by then' : `answered ${on(answer)}`;
    return no(`The time to respond ran out on ${minute(clock.breachedAt)}; ${late}.`);
  }
  if (answer !== null) return yes(`Answered ${on(answer)}.`);
  if (clock.metAt !== null) {
    return no(`Resolved on ${minute(clock.metAt)} without a response before.`);
  }
  return no(
    clock.dueAt === null ? 'No response yet.' : `No response yet; due on ${minute(clock.dueAt)}.`,
  );
}

function communicatedThroughout(facts: CriteriaFacts): Judgement {
  const { resolvedAt } = facts;
  const before = facts.communications.filter(({ at }) => resolvedAt === null || at < resolvedAt);
  const latest = before.at(-1);
  const [breach] = facts.updateBreaches;
  const until = resolvedAt === null ? 'so far' : 'before the resolution';
  const told =
    latest === undefined
      ? `No communication ${until}`
      : `${count(before.length, 'communication')} ${until}, the latest ${on(latest)}`;
  if (breach !== undefined) {
    const late = count(facts.updateBreaches.length, 'update');
    return no(`${told}; ${late} late, first on ${minute(breach)}.`);
  }
  return latest === undefined ? no(`${told}.`) : yes(`${told}; no update was late.`);
}

function preventionPlanCreated({ plan }: CriteriaFacts): Judgement {
  if (plan === null) return no('Not yet created.');
  const lacks = [
    plan.owner === null ? 'an owner' : '',
    plan.dueDate === null ? 'a due date' : '',
    plan.actionCount === 0 ? 'an action' : '',
  ].filter((text) => text !== '');
  const said = `Created ${on(plan)}`;
  if (lacks.length > 0) return no(`${said}, without ${lacks.join(' and ')}.`);
  const what = count(plan.actionCount, 'action');
  return yes(`${said}: ${what}, owner ${plan.owner}, due on ${plan.dueDate}.`);
}

function yes(evidence: string): Judgement {
  return { met: true, evidence };
}

function no(evidence: string): Judgement {
  return { met: false, evidence };
}

function on({ at, by }: Deed): string {
  return `on ${minute(at)} by ${by}`;
}

/** Formats a time as `2019-07-02 13:47 UTC`. */
function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
