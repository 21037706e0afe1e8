import { optional, orNull } from '../graphql/inputs/field.ts';
import { email, enumeration, flag, name } from '../graphql/inputs/values.ts';
import { defineMutation, expectedVersionOf } from '../graphql/mutations/mutation.ts';
import { payloadPart } from '../graphql/mutations/payload.ts';
import { OwnerLevel, ResolutionPath, Role, userRef } from './person.schema.ts';
import { patchPerson, upsertUser } from './person-change.service.ts';

const userPayload = [
  payloadPart<{ userId: string }>('user', (t) =>
    t.prismaField({
      type: 'User',
      nullable: true,
      description: 'The person as it is now; null when it was refused.',
      resolve: (query, { userId }, _args, { db }) =>
        userId === undefined ? null : db.user.findUnique({ ...query, where: { id: userId } }),
    }),
  ),
];

const AUTHORITY =
  'Nobody gives a role above his own, changes anybody of a higher role, or changes his own role, level, address or `active`: NOT_ALLOWED.';

defineMutation('upsertUser', {
  description: `Adds a person, or changes the one with that address; what is left out stays as it is. When nothing differs, nothing is written and \`cursor\` is null. ${AUTHORITY}`,
  input: {
    email: email("The person's address; names the person."),
    name: name('The name, for people to read.'),
    level: enumeration(OwnerLevel, 'Decides which cases the person may own.'),
    team: orNull(
      enumeration(ResolutionPath, 'The team. Left out: as it was, none for a new person.'),
      'none',
    ),
    role: optional(
      enumeration(Role, 'What the person may do. Left out: as it was, `AGENT` for a new person.'),
    ),
    active: optional(
      flag('False for somebody who has left. Left out: as it was, true for a new person.'),
    ),
    expectedVersion: expectedVersionOf('the person'),
  },
  payload: userPayload,
  run: upsertUser,
});

defineMutation('patchPerson', {
  description: `Changes what it is given of a person; what is left out stays as it is. When nothing differs, nothing is written and \`cursor\` is null. ${AUTHORITY}`,
  input: {
    user: userRef('The person.'),
    email: optional(
      email(
        'The address from now on, by which a token of the identity provider finds the person. That of somebody else is DUPLICATE.',
      ),
    ),
    name: optional(name('The name, for people to read.')),
    level: optional(enumeration(OwnerLevel, 'Decides which cases the person may own.')),
    team: orNull(enumeration(ResolutionPath, 'The team.'), 'none'),
    role: optional(enumeration(Role, 'What the person may do.')),
    active: optional(flag('False for somebody who has left.')),
    expectedVersion: expectedVersionOf('the person'),
  },
  payload: userPayload,
  run: patchPerson,
});
