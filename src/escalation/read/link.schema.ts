import { visibleByCustomer } from '../../auth/visibility.ts';
import { builder } from '../../graphql/builder.ts';
import { enumOf } from '../../graphql/enum.ts';
import type { LinkKind as LinkKindValue } from '../../shared/vocabulary.ts';

export const LinkKind = enumOf<LinkKindValue>(
  'LinkKind',
  'How one case is related to another. Both cases show the link, each from its side.',
  {
    DUPLICATES: 'This case is the same as the other, which is handled in its place.',
    DUPLICATED_BY: 'The other case is the same as this one.',
    CAUSED_BY: 'The other case led to this one.',
    CAUSES: 'This case led to the other.',
    RELATES_TO: 'The two have to do with each other.',
  },
);

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
