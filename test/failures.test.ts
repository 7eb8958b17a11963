import { describe, expect, test } from 'vitest';
import { judgeCall, type Trouble } from '../src/outbox/judge.ts';

describe('what Slack answers', () => {
  const wallNow = Temporal.Instant.from('2026-01-01T00:00:00Z');
  const judge = (error: unknown, method: string, target: string) =>
    judgeCall(error, { method, target, attempts: 1, wallNow });
  const refusal = (error: string) => ({ code: 'slack_webapi_platform_error', data: { error } });

  const TABLE: [error: string, method: string, target: string, trouble: Trouble, state: string][] = [
    ['not_in_channel', 'chat.postMessage', 'C1', 'place', 'waiting'],
    ['channel_not_found', 'chat.postMessage', 'C1', 'place', 'waiting'],
    ['is_archived', 'chat.postMessage', 'C1', 'place', 'waiting'],
    ['is_inactive', 'chat.update', 'C1', 'place', 'waiting'],
    ['restricted_action', 'chat.postMessage', 'C1', 'place', 'waiting'],
    ['restricted_action_read_only_channel', 'chat.postMessage', 'C1', 'place', 'waiting'],
    ['messages_tab_disabled', 'chat.postMessage', 'U1', 'place', 'waiting'],
    ['channel_not_found', 'chat.postMessage', 'U1', 'person', 'failed'],
    ['user_not_found', 'views.publish', 'U1', 'person', 'failed'],
    ['cannot_dm_bot', 'chat.postMessage', 'U1', 'person', 'failed'],
    ['account_inactive', 'chat.postMessage', 'C1', 'workspace', 'waiting'],
    ['token_revoked', 'chat.update', 'C1', 'workspace', 'waiting'],
    ['token_expired', 'views.publish', 'U1', 'workspace', 'waiting'],
    ['message_not_found', 'chat.update', 'C1', 'deleted', 'waiting'],
    ['cant_update_message', 'chat.update', 'C1', 'deleted', 'waiting'],
    ['edit_window_closed', 'chat.update', 'C1', 'deleted', 'waiting'],
    ['invalid_blocks', 'chat.postMessage', 'C1', 'content', 'failed'],
    ['msg_too_long', 'chat.update', 'C1', 'content', 'failed'],
    ['view_too_large', 'views.publish', 'U1', 'content', 'failed'],
    ['internal_error', 'chat.postMessage', 'C1', 'passing', 'waiting'],
    ['rate_limited', 'chat.postMessage', 'C1', 'passing', 'waiting'],
    ['<html>busy</html>', 'chat.postMessage', 'C1', 'lost', 'unknown'],
    ['<html>busy</html>', 'chat.update', 'C1', 'passing', 'waiting'],
  ];

  for (const [error, method, target, trouble, state] of TABLE) {
    test(`When ${method} to ${target} is answered ${error}, Then it is ${trouble}: ${state}`, () => {
      expect(judge(refusal(error), method, target)).toMatchObject({ trouble, state });
    });
  }

  test('When the answer to a post breaks off, Then it is unknown; to an update, tried again', () => {
    const broken = new TypeError('terminated');
    expect(judge(broken, 'chat.postMessage', 'C1').state).toBe('unknown');
    expect(judge(broken, 'chat.update', 'C1').state).toBe('waiting');
    const gateway = { code: 'slack_webapi_http_error', statusCode: 504 };
    expect(judge(gateway, 'chat.postMessage', 'C1').state).toBe('unknown');
    expect(judge({ ...gateway, statusCode: 500 }, 'chat.postMessage', 'C1').state).toBe('waiting');
  });

  test('When Slack limits without saying for how long, Then half a minute is waited', () => {
    const verdict = judge(
      new Error('Retry header did not contain a valid timeout'),
      'chat.postMessage',
      'C1',
    );
    expect(verdict).toMatchObject({ trouble: 'limited', nextAt: wallNow.add({ seconds: 30 }) });
  });
});
