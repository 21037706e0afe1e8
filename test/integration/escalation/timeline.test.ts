import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestCase } from '../../support/factories.ts';
import { openCase, person } from '../../support/factories.ts';

interface Entry {
  id: string;
  type: string;
  cursor: string;
}

interface Timeline {
  totalCount: number;
  nodes: Entry[];
  edges: { cursor: string; node: Entry }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

let app: TestApp;
let opened: TestCase;

beforeAll(async () => {
  app = await startTestApp();
  opened = await openCase(app);
  const other = await openCase(app);
  const owner = await person(app);
  const escalationId = opened.id;
  await app.mutate('addNote', { escalationId, text: 'First.' });
  await app.mutate('addNote', { escalationId: other.id, text: 'On another case.' });
  await app.mutate('assignOwner', { escalationId, owner: { id: owner.id } });
  await app.mutate('addNote', { escalationId, text: 'Second.' });
  await app.mutate('recordUnderstanding', { escalationId, understanding: 'A full disk.' });
});

afterAll(() => app.stop());

const ALL = [
  'ESCALATION_OPENED',
  'NOTE_ADDED',
  'OWNER_ASSIGNED',
  'NOTE_ADDED',
  'ISSUE_UNDERSTOOD',
  'STAGE_CHANGED',
];

async function timeline(args: string): Promise<Timeline> {
  const { escalation } = await app.query<{ escalation: { timeline: Timeline } }>(
    `query ($id: ID!) {
      escalation(by: { id: $id }) {
        timeline${args} {
          totalCount nodes { id type cursor } edges { cursor node { id type cursor } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }
    }`,
    { id: opened.id },
  );
  return escalation.timeline;
}

const types = ({ nodes }: Timeline): string[] => nodes.map(({ type }) => type);

describe('the timeline of a case', () => {
  it('holds what happened to the case, and nothing of others, in the order of the log', async () => {
    const whole = await timeline('');
    expect(types(whole)).toEqual(ALL);
    expect(whole.totalCount).toBe(ALL.length);
    expect(whole.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
  });

  it('has the same cursor on an edge and on its entry', async () => {
    const { edges, pageInfo } = await timeline('');
    for (const { cursor, node } of edges) expect(cursor).toBe(node.cursor);
    expect(pageInfo.startCursor).toBe(edges[0]?.cursor);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor);
  });

  it('is whole when it is read page by page, forwards and backwards', async () => {
    const forwards: string[] = [];
    let page = await timeline('(first: 4)');
    forwards.push(...types(page));
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    page = await timeline(`(first: 4, after: "${page.pageInfo.endCursor}")`);
    forwards.push(...types(page));
    expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(forwards).toEqual(ALL);

    const backwards: string[] = [];
    page = await timeline('(last: 4)');
    backwards.unshift(...types(page));
    expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    page = await timeline(`(last: 4, before: "${page.pageInfo.startCursor}")`);
    backwards.unshift(...types(page));
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(backwards).toEqual(ALL);
  });

  it('shows and counts only the types that are asked for', async () => {
    const notes = await timeline('(first: 1, types: [NOTE_ADDED])');
    expect(types(notes)).toEqual(['NOTE_ADDED']);
    expect(notes.totalCount).toBe(2);
    expect(notes.pageInfo.hasNextPage).toBe(true);
    expect(types(await timeline('(types: [])'))).toEqual([]);
  });

  it('shows each alias what its own arguments ask for', async () => {
    const { escalation } = await app.query<{ escalation: Record<string, Timeline> }>(
      `query ($id: ID!) {
        escalation(by: { id: $id }) {
          first: timeline(first: 1) { totalCount nodes { type } }
          notes: timeline(types: [NOTE_ADDED]) { totalCount nodes { type } }
          latest: timeline(last: 2) { totalCount nodes { type } }
        }
      }`,
      { id: opened.id },
    );
    expect(escalation).toEqual({
      first: { totalCount: 6, nodes: [{ type: 'ESCALATION_OPENED' }] },
      notes: { totalCount: 2, nodes: [{ type: 'NOTE_ADDED' }, { type: 'NOTE_ADDED' }] },
      latest: { totalCount: 6, nodes: [{ type: 'ISSUE_UNDERSTOOD' }, { type: 'STAGE_CHANGED' }] },
    });
  });

  it.each(['after', 'before'])('refuses a damaged %s with BAD_REQUEST', async (argument) => {
    const { errors } = await app.graphql(
      `query ($id: ID!) {
        escalation(by: { id: $id }) { timeline(${argument}: "bm90IGEgY3Vyc29y") { nodes { id } } }
      }`,
      { id: opened.id },
    );
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(`\`${argument}\` is not a cursor`) as string,
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  it('tells what an entry changed, who did it, and leads back to the case', async () => {
    const { escalation } = await app.query<{ escalation: { timeline: { nodes: unknown[] } } }>(
      `query ($id: ID!) {
        escalation(by: { id: $id }) {
          timeline(types: [ISSUE_UNDERSTOOD]) {
            nodes {
              at recordedAt summary actor { name } actorLabel stage data imported
              changes { field from to } escalation { reference }
            }
          }
        }
      }`,
      { id: opened.id },
    );
    expect(escalation.timeline.nodes).toEqual([
      {
        at: '2026-03-02T09:00:00.000Z',
        recordedAt: '2026-03-02T09:00:00.000Z',
        summary: 'Issue understood',
        actor: null,
        actorLabel: expect.any(String) as string,
        stage: 'ASSESS',
        data: {},
        imported: false,
        changes: expect.arrayContaining([
          { field: 'understanding', from: null, to: 'A full disk.' },
          { field: 'steps.UNDERSTAND_ISSUE.state', from: null, to: 'DONE' },
        ]) as unknown[],
        escalation: { reference: opened.reference },
      },
    ]);
  });
});
