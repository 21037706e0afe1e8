import { builder } from '../graphql/builder.ts';
import type { FieldChange as FieldChangeValue } from './changes.ts';

export const FieldChange = builder.objectRef<FieldChangeValue>('FieldChange').implement({
  description:
    'One field that moved. Values are text: times as `DateTime`, numbers in digits, lists and objects as JSON.',
  fields: (t) => ({
    field: t.exposeString('field', {
      description: 'Path of the field, such as `severity` or `arr.amount`.',
    }),
    from: t.exposeString('from', {
      nullable: true,
      description: 'The value before; null when there was none.',
    }),
    to: t.exposeString('to', {
      nullable: true,
      description: 'The value after; null when there is none.',
    }),
  }),
});
