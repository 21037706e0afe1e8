/** In which status which mutation on a case is allowed, as the rules of the desk have it. */
export const STATUSES = ['OPEN', 'WAITING_ON_CUSTOMER', 'RESOLVED', 'CLOSED', 'CANCELLED'] as const;
export type Status = (typeof STATUSES)[number];

const TABLE = `
                           OPEN WAITING RESOLVED CLOSED CANCELLED
  recordUnderstanding      yes  yes     -        -      -
  reviewHistory            yes  yes     -        -      -
  identifyRootCause        yes  yes     yes      -      -
  assessImpact             yes  yes     yes      -      -
  classifyEscalation       yes  yes     -        -      -
  changeSeverity           yes  yes     -        -      -
  assignOwner              yes  yes     yes      -      -
  notifyStakeholders       yes  yes     -        -      -
  setResponseTimeline      yes  yes     -        -      -
  recordAction             yes  yes     -        -      -
  documentOutcome          yes  yes     yes      -      -
  skipSteps                yes  yes     yes      -      -
  recordSatisfaction       yes  yes     yes      yes    -
  recordRetrospective      yes  yes     yes      -      -
  proposeImprovement       yes  yes     yes      -      -
  createPreventionPlan     yes  yes     yes      -      -
  updatePreventionPlan     yes  yes     yes      yes    -
  completePreventionAction yes  yes     yes      yes    -
  prepareCommunication     yes  yes     yes      -      -
  sendCommunication        yes  yes     yes      -      -
  postProgressUpdate       yes  yes     yes      -      -
  logCommunication         yes  yes     yes      yes    -
  waitForCustomer          yes  -       -        -      -
  resumeWork               -    yes     -        -      -
  confirmResolution        yes  yes     -        -      -
  closeEscalation          -    -       yes      -      -
  reopenEscalation         -    -       yes      yes    -
  cancelEscalation         yes  yes     -        -      -
  addNote                  yes  yes     yes      yes    yes
  linkEscalations          yes  yes     yes      yes    -
`;

const ALLOWED: ReadonlyMap<string, ReadonlySet<Status>> = new Map(
  TABLE.trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [mutation = '', ...marks] = line.trim().split(/\s+/);
      return [mutation, new Set(STATUSES.filter((_, place) => marks[place] === 'yes'))];
    }),
);

export const CASE_MUTATIONS: readonly string[] = [...ALLOWED.keys()];

export function isAllowedIn(status: Status, mutation: string): boolean {
  return ALLOWED.get(mutation)?.has(status) ?? false;
}

/** The status that a mutation leads to, where it leads to another. */
export const LEADS_TO: Readonly<Record<string, Status>> = {
  waitForCustomer: 'WAITING_ON_CUSTOMER',
  resumeWork: 'OPEN',
  confirmResolution: 'RESOLVED',
  closeEscalation: 'CLOSED',
  reopenEscalation: 'OPEN',
  cancelEscalation: 'CANCELLED',
};
