import DataLoader from 'dataloader';
import { visiblePeople } from '../auth/visibility.ts';
import type { User as Person } from '../db/generated/client/client.ts';
import { personNamed } from '../db/old-names.ts';
import { builder } from '../graphql/builder.ts';
import { enumOf } from '../graphql/enum.ts';
import { optional } from '../graphql/inputs/field.ts';
import { object } from '../graphql/inputs/object.ts';
import { email, id } from '../graphql/inputs/values.ts';
import { connectionType } from '../graphql/paging/connection-type.ts';
import { checkCursors } from '../graphql/paging/cursor-check.ts';
import { perRequest } from '../graphql/per-request.ts';
import type {
  OwnerLevel as OwnerLevelValue,
  ResolutionPath as ResolutionPathValue,
  Role as RoleValue,
} from '../shared/vocabulary.ts';

export const ResolutionPath = enumOf<ResolutionPathValue>(
  'ResolutionPath',
  'The team that a case goes to, by its category; also the team of a person.',
  {
    ENGINEERING: 'Technical cases.',
    FINANCE: 'Billing cases.',
    OPERATIONS: 'Service cases, and those of no other category.',
    EXECUTIVE: 'Relationship cases.',
  },
);

export const OwnerLevel = enumOf<OwnerLevelValue>(
  'OwnerLevel',
  'How senior a person is; each level may own what the ones below it may own.',
  {
    TEAM_LEAD: 'May own LOW cases.',
    MANAGER: 'May own MEDIUM cases too.',
    DIRECTOR: 'May own HIGH cases too.',
    EXECUTIVE: 'May own every case.',
  },
);

export const Role = enumOf<RoleValue>('Role', 'What a person or a key may do.', {
  ADMIN: 'Everything, keys included.',
  MANAGER: 'Cases, and also policies, people and reassignment.',
  AGENT: 'Works cases.',
  VIEWER: 'Reads.',
  PARTNER: 'Sees its own customers only.',
});

/** The input by which people are named. */
export const userRef = object(
  'UserRef',
  'Names a person. Exactly one of them.',
  {
    id: optional(id('User', 'The id of a `User`.')),
    email: optional(email("The person's address.")),
  },
  { isOneOf: true },
);

export const User = builder.prismaNode('User', {
  id: { field: 'id', description: 'The id of the person.' },
  visibleTo: visiblePeople,
  description: 'A person who works on cases, or who follows them for a partner.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name, for people to read.' }),
    email: t.expose('email', {
      type: 'EmailAddress',
      nullable: true,
      description: 'The address, unique among people.',
    }),
    level: t.expose('level', {
      type: OwnerLevel,
      description: 'The level: see `Escalation.ownerLevel` for the lowest that may own a case.',
    }),
    team: t.expose('team', {
      type: ResolutionPath,
      nullable: true,
      description: 'The team; null for people of none. Breaches go to the team of the case.',
    }),
    role: t.expose('role', { type: Role, description: 'What the person may do here.' }),
    active: t.exposeBoolean('active', {
      description: 'False for somebody who has left: past work is shown, no new work is given.',
    }),
    version: t.exposeInt('version', { description: '1 at first; one more with each change.' }),
  }),
});

export const UserConnection = connectionType(User, 'User');

builder.queryFields((t) => ({
  user: t.prismaField({
    type: User,
    nullable: true,
    description: 'One person; null when there is none, also for an id that is malformed.',
    args: {
      by: t.arg({ type: userRef.inputRef, required: true, description: 'Which person.' }),
    },
    resolve: (query, _root, { by }, { db }) => {
      const ref = userRef.parse(by);
      if (ref === undefined) return null;
      if (ref.id !== undefined) return db.user.findUnique({ ...query, where: { id: ref.id } });
      return db.user.findFirst({ ...query, ...personNamed(ref.email ?? '') });
    },
  }),
  users: t.prismaConnection(
    {
      type: User,
      cursor: 'id',
      description: 'People, those added first in front; also those who have left.',
      args: {
        level: t.arg({ type: OwnerLevel, description: 'Only people of this level.' }),
        team: t.arg({ type: ResolutionPath, description: 'Only people of this team.' }),
      },
      totalCount: (_root, args, { db }) => db.user.count({ where: whereUsers(args) }),
      resolve: (query, _root, args, { db }) => {
        checkCursors(args);
        return db.user.findMany({
          ...query,
          where: whereUsers(args),
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        });
      },
    },
    UserConnection,
  ),
}));

interface UsersArgs {
  level?: typeof OwnerLevel.$inferType | null | undefined;
  team?: typeof ResolutionPath.$inferType | null | undefined;
}

function whereUsers({ level, team }: UsersArgs) {
  return { ...(level == null ? {} : { level }), ...(team == null ? {} : { team }) };
}

/** People by key, for fields that Prisma's selections do not reach. Loads of one tick share a statement. */
export const peopleByKey = perRequest(
  ({ db }) =>
    new DataLoader<string, Person | null>(async (ids) => {
      const people = await db.user.findMany({ where: { id: { in: [...ids] } } });
      const byId = new Map(people.map((person) => [person.id, person]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
);
