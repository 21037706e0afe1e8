import { CASE_ENTRIES } from '../../events/catalogue.ts';
import { builder } from '../../graphql/builder.ts';
import { meanings } from '../../graphql/meanings.ts';

export const EventType = builder.enumType('EventType', {
  description: 'What happened to a case.',
  values: meanings(CASE_ENTRIES),
});
