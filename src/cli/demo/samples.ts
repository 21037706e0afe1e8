import type {
  Category,
  CustomerTier,
  LifecycleStage,
  OwnerLevel,
  ResolutionPath,
  RootCauseCategory,
  Severity,
} from '../../shared/vocabulary.ts';

interface SamplePerson {
  name: string;
  email: string;
  level: OwnerLevel;
  team: ResolutionPath;
}

function staff(name: string, level: OwnerLevel, team: ResolutionPath): SamplePerson {
  const [first = ''] = name.toLowerCase().split(' ');
  return { name, email: `${first}@desk-demo.example`, level, team };
}

/** People of every level, the most senior last. */
export const PEOPLE: readonly SamplePerson[] = [
  staff('Femi Adeyemi', 'TEAM_LEAD', 'ENGINEERING'),
  staff('Omar Haddad', 'TEAM_LEAD', 'OPERATIONS'),
  staff('Aiko Tanaka', 'MANAGER', 'ENGINEERING'),
  staff('Jonas Berg', 'MANAGER', 'FINANCE'),
  staff('Lena Fischer', 'MANAGER', 'OPERATIONS'),
  staff('Tomas Herrera', 'DIRECTOR', 'ENGINEERING'),
  staff('Clara Weiss', 'DIRECTOR', 'FINANCE'),
  staff('Mara Lindqvist', 'EXECUTIVE', 'ENGINEERING'),
  staff('Grace Kim', 'EXECUTIVE', 'EXECUTIVE'),
];

interface SampleCustomer {
  externalId: string;
  name: string;
  tier: CustomerTier;
  arr: { amount: string; currency: string };
  healthScore: number;
  lifecycleStage: LifecycleStage;
  contacts: readonly { name: string; email: string }[];
}

function client(
  name: string,
  contact: string,
  rest: Pick<SampleCustomer, 'tier' | 'arr' | 'healthScore' | 'lifecycleStage'>,
): SampleCustomer {
  const slug = name.toLowerCase().replaceAll(' ', '-');
  const [first = ''] = contact.toLowerCase().split(' ');
  const contacts = [{ name: contact, email: `${first}@${slug}.example` }];
  return { externalId: `demo-${slug}`, name, contacts, ...rest };
}

const usd = (amount: string) => ({ amount, currency: 'USD' });
const eur = (amount: string) => ({ amount, currency: 'EUR' });

export const CUSTOMERS: readonly SampleCustomer[] = [
  client('Northwind Freight', 'Ingrid Solberg', {
    tier: 'ENTERPRISE',
    arr: usd('620000.00'),
    healthScore: 71,
    lifecycleStage: 'RENEWAL',
  }),
  client('Alder Clinics', 'Samuel Okafor', {
    tier: 'ENTERPRISE',
    arr: eur('410000.00'),
    healthScore: 84,
    lifecycleStage: 'GROWTH',
  }),
  client('Bluefin Markets', 'Nadia Rahman', {
    tier: 'BUSINESS',
    arr: usd('96000.00'),
    healthScore: 58,
    lifecycleStage: 'ADOPTION',
  }),
  client('Copper Kettle', 'Luis Ortega', {
    tier: 'STARTER',
    arr: usd('7200.00'),
    healthScore: 66,
    lifecycleStage: 'ADOPTION',
  }),
  client('Hanse Logistik', 'Greta Petersen', {
    tier: 'BUSINESS',
    arr: eur('134000.00'),
    healthScore: 43,
    lifecycleStage: 'AT_RISK',
  }),
  client('Juniper Schools', 'Amelia Novak', {
    tier: 'STARTER',
    arr: usd('15500.00'),
    healthScore: 90,
    lifecycleStage: 'ONBOARDING',
  }),
];

/** What goes wrong in a case, and how the desk puts it right. */
export interface Scenario {
  issue: string;
  severity: Severity;
  category: Category;
  understanding: string;
  impact: string;
  usersAffected: number;
  rootCause: { category: RootCauseCategory; description: string; contributingFactors: string[] };
  workaround: string;
  fix: string;
  howToConfirm: string;
  improvement: string;
  prevention: { immediate: string; longTerm: string };
}

export const SCENARIOS: readonly Scenario[] = [
  {
    issue: 'The dispatch screen is down for every depot since 06:40.\nDrivers cannot be assigned.',
    severity: 'CRITICAL',
    category: 'TECHNICAL',
    understanding: 'Every request of the dispatch screen times out; the mobile app works.',
    impact: 'No deliveries can be planned; each hour costs about 40 late deliveries.',
    usersAffected: 340,
    rootCause: {
      category: 'PRODUCT',
      description: 'A new index lets the planner choose a plan that scans the whole route table.',
      contributingFactors: ['No load test on a full-size table', 'Rollout to all regions at once'],
    },
    workaround: 'Sent reads of the dispatch screen to the replica.',
    fix: 'Dropped the index and pinned the former plan.',
    howToConfirm: 'Open the dispatch screen and assign a driver.',
    improvement: 'Roll out database changes to one region first.',
    prevention: {
      immediate: 'Alert on statements over one second on the route table.',
      longTerm: 'Test migrations against a copy of the largest customer.',
    },
  },
  {
    issue: 'We were charged twice for November, and the second invoice has been collected.',
    severity: 'HIGH',
    category: 'BILLING',
    understanding: 'The invoice run was started twice; the second run collected by direct debit.',
    impact: 'The customer is out of a month of fees and its finance team is losing trust.',
    usersAffected: 3,
    rootCause: {
      category: 'PROCESS',
      description: 'The invoice run has no lock, and a person started it again after a timeout.',
      contributingFactors: ['The first run gave no sign of life', 'No second pair of eyes'],
    },
    workaround: 'Stopped collection of all invoices of the second run.',
    fix: 'Refunded the second invoice and marked it as void.',
    howToConfirm: 'The refund shows on the bank statement within two days.',
    improvement: 'Show the progress of an invoice run.',
    prevention: {
      immediate: 'Ask for a second person before an invoice run is repeated.',
      longTerm: 'Make the invoice run idempotent.',
    },
  },
  {
    issue: 'Nobody has answered our tickets for a week, although we pay for 24/7 support.',
    severity: 'MEDIUM',
    category: 'SERVICE',
    understanding: 'Four tickets wait in a queue whose team was dissolved.',
    impact: 'The roll-out at three sites is blocked.',
    usersAffected: 25,
    rootCause: {
      category: 'PROCESS',
      description: 'Routing rules still send tickets of this plan to the former team.',
      contributingFactors: ['Nobody owns the routing rules'],
    },
    workaround: 'Moved the four tickets to the duty team.',
    fix: 'Changed the routing rules and answered every ticket.',
    howToConfirm: 'Open a test ticket; it is answered within an hour.',
    improvement: 'Review routing rules whenever a team changes.',
    prevention: {
      immediate: 'Report tickets that wait for more than a day.',
      longTerm: 'Give every queue an owner.',
    },
  },
  {
    issue:
      'Our account manager has changed three times this year and promised features are missing.',
    severity: 'HIGH',
    category: 'RELATIONSHIP',
    understanding: 'Commitments made by the first account manager were never written down.',
    impact: 'The customer considers leaving at the renewal.',
    usersAffected: 8,
    rootCause: {
      category: 'PEOPLE',
      description: 'Handovers between account managers took place without notes.',
      contributingFactors: ['Two departures in one quarter'],
    },
    workaround: 'Named one executive as the single contact.',
    fix: 'Agreed on a written roadmap with dates.',
    howToConfirm: 'The roadmap is signed by both sides.',
    improvement: 'Write every commitment into the account plan.',
    prevention: {
      immediate: 'Call the customer every two weeks.',
      longTerm: 'Handovers follow a checklist.',
    },
  },
  {
    issue: 'Exports to CSV break names with accents.',
    severity: 'LOW',
    category: 'TECHNICAL',
    understanding: 'Exports lack the mark by which the spreadsheet recognises UTF-8.',
    impact: 'Lists have to be corrected by hand once a week.',
    usersAffected: 4,
    rootCause: {
      category: 'PRODUCT',
      description: 'The export writes no byte order mark.',
      contributingFactors: ['Tests compare text, not bytes'],
    },
    workaround: 'Sent instructions for importing with the right encoding.',
    fix: 'Exports begin with a byte order mark.',
    howToConfirm: 'Export the list of contacts and open it.',
    improvement: 'Test exports with the programs that customers use.',
    prevention: {
      immediate: 'Add names with accents to the sample data.',
      longTerm: 'Offer exports as spreadsheets.',
    },
  },
];
