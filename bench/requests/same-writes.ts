import { canonicalJson } from '../../src/shared/text/canonical-json.ts';
import { CASE_ID } from './load.child.ts';
import type { NamedWay } from './same-answers.ts';
import { ask } from './same-answers.ts';
import type { WriteWork } from './write-works.ts';

/** Has every way go through a case. @throws Error when answers differ in more than ids and places. */
export async function sameWrites(ways: readonly NamedWay[], work: WriteWork): Promise<void> {
  let first: { name: string; answers: string[] } | undefined;
  for (const named of ways) {
    const answers = await goThrough(named, work);
    first ??= { name: named.name, answers };
    for (const [step, answer] of answers.entries()) {
      const other = first.answers[step];
      if (answer === other) continue;
      const { mutation } = work.steps[step] ?? { mutation: '' };
      throw new Error(
        `Answers to ${mutation} differ:\n  ${first.name}: ${other}\n  ${named.name}: ${answer}`,
      );
    }
  }
}

async function goThrough({ name, way }: NamedWay, work: WriteWork): Promise<string[]> {
  const answers: string[] = [];
  let id = '';
  for (const [step, { mutation, document, variables }] of work.steps.entries()) {
    const given = JSON.parse(JSON.stringify(variables).replaceAll(CASE_ID, id)) as object;
    const data = (await ask(name, way, { work: work.name, document, step }, given)) as Data;
    const payload = data[mutation];
    if (payload === undefined) throw new Error(`${name} did not answer ${mutation}.`);
    if (payload.userErrors.length > 0) {
      throw new Error(`${name} refused ${mutation}: ${JSON.stringify(payload.userErrors)}`);
    }
    id ||= payload.escalation.id;
    const { escalation, ...rest } = payload;
    answers.push(
      canonicalJson({ ...rest, cursor: '', escalation: { ...escalation, ...NO_NAMES } }),
    );
  }
  return answers;
}

const NO_NAMES = { id: '', reference: '' };

interface Data {
  [mutation: string]: {
    escalation: { id: string };
    userErrors: readonly unknown[];
  };
}
