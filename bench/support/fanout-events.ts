import { encodeId } from '../../src/graphql/global-id.ts';
import { encodeCursor } from './cursor.ts';

/** The same events go every way; the number tells the group, and checks tell both from the frame. */
export interface FanoutEvent {
  id: string;
  type: string;
  at: Date;
  summary: string;
  cursor: string;
}

/** Which numbers, and to how many groups of sockets they go in turn. */
export interface Feed {
  first: number;
  count: number;
  groups: number;
}

export const EVENT_TYPE = 'NOTE_ADDED';
const NUMBER = /^Note (\d{7}) of group (\d{3}): /;
/** So that the numbers have as many digits as those of the log. */
const PLACE = 10_000;

export function groupOf(number: number, groups: number): number {
  return number % groups;
}

export function summaryOf(number: number, groups: number): string {
  const group = String(groupOf(number, groups)).padStart(3, '0');
  return `Note ${String(number).padStart(7, '0')} of group ${group}: seen again at noon.`;
}

export function numbersOf({ first, count }: Feed): number[] {
  return Array.from({ length: count }, (_, place) => first + place);
}

/** For the ways that have no log. */
export function eventOf(number: number, groups: number): FanoutEvent {
  const place = BigInt(PLACE + number);
  return {
    id: encodeId('TimelineEvent', place),
    type: EVENT_TYPE,
    at: new Date(),
    summary: summaryOf(number, groups),
    cursor: encodeCursor(place),
  };
}

/** What is wrong with a frame for a group; undefined when nothing is. */
export function frameProblem(frame: string, group: number, groups: number): string | undefined {
  const { type, payload } = JSON.parse(frame) as {
    type: string;
    payload?: { data?: { escalationEvents?: Record<string, string> } };
  };
  const event = payload?.data?.escalationEvents;
  const [, number] = NUMBER.exec(event?.['summary'] ?? '') ?? [];
  const isRight =
    type === 'next' &&
    Object.keys(event ?? {}).join() === 'id,type,at,summary,cursor' &&
    event?.['type'] === EVENT_TYPE &&
    groupOf(Number(number), groups) === group &&
    event['summary'] === summaryOf(Number(number), groups);
  return isRight ? undefined : `Group ${group} was sent ${frame.slice(0, 300)}`;
}
