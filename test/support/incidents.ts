import { readFileSync } from 'node:fs';

export const INCIDENTS = [
  'atlassian-2022-04-05',
  'cloudflare-2019-07-02',
  'gitlab-2017-01-31',
  'twilio-2013-billing',
] as const;
export type Incident = (typeof INCIDENTS)[number];

/** A case file of `examples/incidents`, parsed anew at each call. */
export function incident(name: Incident): CaseFileJson {
  const file = new URL(`../../examples/incidents/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as CaseFileJson;
}

export interface CaseFileJson {
  people: Record<string, unknown>[];
  customer: Record<string, unknown>;
  open: Record<string, unknown>;
  steps: { at: string; by?: string; mutation: string; input: Record<string, unknown> }[];
}
