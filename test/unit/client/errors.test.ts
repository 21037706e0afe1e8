import { describe, expect, it } from 'vitest';
import { DeskCloseError, explainFailure } from '../../../packages/client/src/errors.ts';

describe('a close that is for good', () => {
  it('says its code and what the desk said', () => {
    const event = { code: 4401, reason: 'Send a key' };
    const error = new DeskCloseError(4401, 'Send a key', event);
    expect(error.message).toBe('The desk closed the connection (4401): Send a key.');
    expect(error).toMatchObject({ code: 4401, reason: 'Send a key', cause: event });
  });

  it('says what the code means when nobody gave a reason, and no more than the code when that is unknown', () => {
    expect(new DeskCloseError(4406, '', {}).message).toMatch(/\(4406\): it does not speak/);
    expect(new DeskCloseError(4999, '', {}).message).toBe('The desk closed the connection (4999).');
  });
});

describe('a connection that cannot be made', () => {
  it('is told with what the system says, as it does outside of browsers', () => {
    const event = { message: 'Unexpected server response: 403' };
    expect(explainFailure(event, 'wss://desk.example/graphql')).toMatchObject({
      code: 'UNREACHABLE',
      message:
        'The connection to wss://desk.example/graphql could not be made, or broke: Unexpected server response: 403.',
      cause: event,
    });
  });

  it('is told as the error that it is already', () => {
    const error = new Error('already');
    expect(explainFailure(error, '')).toBe(error);
  });
});
