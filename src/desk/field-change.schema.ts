import type { FieldChange as FieldChangeValue } from '../events/changes.ts';
import { builder } from '../graphql/builder.ts';

/** Values may be as long as any text, and hardly ever are: a page with all that moved has to fit. */
const USUALLY_SHORT = { holds: 4_000 };

export const FieldChange = builder.objectRef<FieldChangeValue>('FieldChange').implement({
  description:
    'One field that moved. Values are text: times as `DateTime`, numbers in digits, lists and objects as JSON.',
  fields: (t) => ({
    field: t.exposeString('field', {
      description: 'Path of the field, such as `severity` or `arr.amount`.',
    }),
    from: t.exposeString('from', {
      price: USUALLY_SHORT,
      nullable: true,
      description: 'The value before; null when there was none.',
    }),
    to: t.exposeString('to', {
      price: USUALLY_SHORT,
      nullable: true,
      description: 'The value after; null when there is none.',
    }),
  }),
});
