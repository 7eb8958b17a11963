import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const SECRETS = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a-signing-secret' };

function mistakesOf(env: Record<string, string>): string[] {
  const outcome = readConfig(env);
  return outcome.ok ? [] : outcome.mistakes;
}

describe('the configuration', () => {
  test('When nothing is given, Then the playground on this machine', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      config: {
        ...{ slack: undefined, databaseUrl: undefined, dataDir: './data', host: '127.0.0.1', port: 3000 },
        ...{ publicUrl: undefined, recordKey: undefined, logLevel: 'info' },
      },
    });
  });

  test('When credentials are given, Then the bot listens everywhere unless told otherwise', () => {
    const outcome = readConfig({ ...SECRETS, PORT: '8080', LOG_LEVEL: '' });
    expect(outcome.ok && [outcome.config.host, outcome.config.port, outcome.config.slack?.apiUrl]).toEqual([
      ...['0.0.0.0', 8080, 'https://slack.com/api/'],
    ]);
  });

  test('When several values are wrong, Then all are told at once, by name and never by value', () => {
    const wrong = {
      SLACK_BOT_TOKEN: 'secret-token',
      PORT: 'seventy',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
    };
    const mistakes = mistakesOf(wrong);
    for (const name of Object.keys(wrong)) expect(mistakes.join('\n')).toContain(name);
    for (const value of Object.values(wrong)) expect(mistakes.join('\n')).not.toContain(value);
  });

  test('When a playground would be open to others or to production, Then it is refused in both languages', () => {
    for (const HOST of ['0.0.0.0', '::', '192.168.1.7', 'example.org'])
      expect(mistakesOf({ HOST }).join()).toMatch(/^HOST .*\p{Script=Han}.*this machine only$/u);
    for (const HOST of ['127.0.0.1', '127.1.2.3', '::1', 'localhost', ''])
      expect(mistakesOf({ HOST })).toEqual([]);
    const inProduction = mistakesOf({ NODE_ENV: 'production' });
    expect(inProduction.join()).toMatch(/^NODE_ENV .*\p{Script=Han}.*SLACK_BOT_TOKEN is missing/u);
    expect(mistakesOf({ NODE_ENV: 'production', HOST: '0.0.0.0', ...SECRETS })).toEqual([]);
  });

  test('When credentials are half given, Then the missing half is named', () => {
    expect(mistakesOf({ SLACK_BOT_TOKEN: 'xoxb-1' }).join()).toContain('SLACK_SIGNING_SECRET');
    expect(mistakesOf({ SLACK_SIGNING_SECRET: 'a-signing-secret' }).join()).toContain('SLACK_BOT_TOKEN');
    expect(mistakesOf({ SLACK_APP_TOKEN: 'xapp-1' }).join()).toContain('SLACK_BOT_TOKEN');
  });
});
