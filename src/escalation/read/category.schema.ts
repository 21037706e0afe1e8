import { builder } from '../../graphql/builder.ts';
import { enumOf } from '../../graphql/enum.ts';
import { ResolutionPath } from '../../person/person.schema.ts';
import type { Category as CategoryValue } from '../../shared/vocabulary.ts';
import { CATEGORIES } from '../../shared/vocabulary.ts';
import type { CategoryPath as Path } from '../case/category.rules.ts';
import { CATEGORY_PATHS } from '../case/category.rules.ts';

export const Category = enumOf<CategoryValue>(
  'Category',
  'What kind of trouble it is; it sets the resolution path.',
  {
    TECHNICAL: 'Bugs, outages, performance.',
    BILLING: 'Charges, invoices, refunds.',
    SERVICE: 'Service levels, response time, quality.',
    RELATIONSHIP: 'Communication, trust.',
    OTHER: 'None of these.',
  },
);

const CategoryPath = builder
  .objectRef<Path & { category: typeof Category.$inferType }>('CategoryPath')
  .implement({
    description: 'What a category of cases means, and who resolves them.',
    fields: (t) => ({
      category: t.expose('category', { type: Category, description: 'The category.' }),
      typicalCauses: t.stringList({
        description: 'What such cases are about, for people who choose one.',
        resolve: ({ typicalCauses }) => [...typicalCauses],
      }),
      resolutionPath: t.expose('resolutionPath', {
        type: ResolutionPath,
        description: 'The team that resolves them.',
      }),
    }),
  });

builder.queryField('resolutionPaths', (t) =>
  t.field({
    type: [CategoryPath],
    description: 'The categories, each with its typical causes and the team that resolves it.',
    resolve: () => CATEGORIES.map((category) => ({ category, ...CATEGORY_PATHS[category] })),
  }),
);
