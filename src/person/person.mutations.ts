import { OwnerLevel, ResolutionPath, Role } from '../graphql/enums.ts';
import { email, enumeration, flag, name, optional } from '../graphql/input.ts';
import { defineMutation, payloadPart } from '../graphql/mutation.ts';
import { upsertUser } from './person.service.ts';

defineMutation('upsertUser', {
  description:
    'Adds a person, or changes the one with that address; what is left out stays as it is. When nothing differs, nothing is written and `cursor` is null.',
  input: {
    email: email("The person's address; names the person."),
    name: name('The name, for people to read.'),
    level: enumeration(OwnerLevel, 'Decides which cases the person may own.'),
    team: optional(
      enumeration(ResolutionPath, 'The team. Left out: as it was, none for a new person.'),
    ),
    role: optional(
      enumeration(Role, 'What the person may do. Left out: as it was, `AGENT` for a new person.'),
    ),
    active: optional(
      flag('False for somebody who has left. Left out: as it was, true for a new person.'),
    ),
  },
  payload: [
    payloadPart('user', (t) =>
      t.prismaField({
        type: 'User',
        nullable: true,
        description: 'The person as it is now; null when it was refused.',
        resolve: (query, { userId }, _args, { db }) =>
          userId === undefined ? null : db.user.findUnique({ ...query, where: { id: userId } }),
      }),
    ),
  ],
  run: upsertUser,
});
