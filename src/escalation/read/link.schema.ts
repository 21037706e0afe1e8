import { visibleByCustomer } from '../../auth/visibility.ts';
import { builder } from '../../graphql/builder.ts';
import { LinkKind } from '../../graphql/enums.ts';

builder.prismaObject('EscalationLink', {
  description: 'How this case is related to another.',
  fields: (t) => ({
    kind: t.expose('kind', { type: LinkKind, description: 'The relation, read from this case.' }),
    escalation: t.relation('other', { description: 'The other case.' }),
    since: t.expose('since', { type: 'DateTime', description: 'When the two were linked.' }),
  }),
});

builder.prismaObjectField('Escalation', 'related', (t) =>
  t.relation('links', {
    description:
      'Cases that this one is linked to and that you may see, those linked first in front.',
    query: (_args, { principal }) => ({
      // A link can lead to a case of another customer.
      where: { other: visibleByCustomer(principal) },
      orderBy: [{ since: 'asc' }, { otherId: 'asc' }, { kind: 'asc' }],
    }),
  }),
);
