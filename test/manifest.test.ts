import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { OPTIONAL_SCOPES } from '../src/slack/granted.ts';
import { ACTIONS, COMMANDS, VIEWS } from '../src/slack/ids.ts';
import { CHANNEL, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';

const SCHEMA = new URL('../../shared/slack/manifest.schema.2.0.0.json', import.meta.url);

describe('the manifest', () => {
  test('When the files for pasting are read, Then they are what is built', () => {
    for (const variant of ['socket', 'http'] as const) {
      const file = JSON.parse(readFileSync(new URL(`../manifest/${variant}.json`, import.meta.url), 'utf8'));
      expect(file).toEqual(JSON.parse(JSON.stringify(buildManifest(variant))));
    }
  });

  test('When Slack checks it, Then the official schema finds nothing', ({ skip }) => {
    if (!existsSync(SCHEMA)) skip('the official schema is not beside this checkout');
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
    for (const variant of ['socket', 'http'] as const) {
      validate(JSON.parse(JSON.stringify(buildManifest(variant))));
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  test('When an admin may leave scopes out, Then the settings know the very same ones', () => {
    expect([...OPTIONAL_SCOPES].sort()).toEqual(
      [...buildManifest('http').oauth_config.scopes.bot_optional].sort(),
    );
  });

  test('When names are read by people of two languages, Then both stand there and Slack’s sizes hold', () => {
    const { features } = buildManifest('http');
    expect(features.shortcuts.length).toBeGreaterThan(0);
    expect(features.slash_commands.length).toBeGreaterThan(0);
    for (const { name, description } of features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(name).toMatch(/\p{Script=Han}.*[a-z]/u);
      expect(description.length).toBeLessThanOrEqual(150);
    }
    for (const { command, description } of features.slash_commands) {
      expect(command.length).toBeLessThanOrEqual(32);
      expect(description).toMatch(/\p{Script=Han}.*[a-z]/u);
    }
  });

  test('When the manifest offers a door, Then somebody listens; and nobody listens to a door it lacks', async () => {
    const desk = await startDesk({ setUp: false });
    const { features, settings } = buildManifest('http');
    expect(features.slash_commands.map(({ command }) => command).sort()).toEqual(
      Object.values(COMMANDS).sort(),
    );

    for (const { command } of features.slash_commands)
      expect((await desk.as('U0HOST').command(command)).status).toBe(200);
    const message = desk.as('U0HOST').say(CHANNEL, '水泵坏了');
    expect(features.shortcuts.length).toBeGreaterThan(0);
    for (const { type, callback_id } of features.shortcuts) {
      const host = desk.as('U0HOST');
      const { status } = await (type === 'message'
        ? host.messageShortcut(callback_id, message)
        : host.globalShortcut(callback_id));
      expect(status).toBe(200);
    }
    await desk.settle();
    expect(settings.event_subscriptions.bot_events).toEqual([
      ...['app_home_opened', 'app_mention', 'user_change', 'app_uninstalled', 'tokens_revoked'],
      ...['member_joined_channel', 'member_left_channel', 'channel_archive', 'channel_unarchive'],
      ...['channel_deleted', 'group_archive', 'group_unarchive', 'group_deleted'],
    ]);
    await desk.as('U0HOST').openHome();
    await desk.settle();
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  test('When a button of another version is pressed, Then it is acknowledged and the person told', async () => {
    const desk = await startDesk();
    const before = desk.workspace.violations.length;
    const { status, ms } = await forgePress(desk, 'U0ALICE', 'snooze_nudge_of_old', 'x').then(
      ({ delivery }) => delivery,
    );
    await desk.settle();
    expect([status, ms < 1000, desk.workspace.violations.length]).toEqual([200, true, before]);
    expect(desk.as('U0ALICE').ephemerals.at(-1)?.text).toContain('no longer in use');
    await desk.close();
  });

  test('When a button or window is named, Then a listener answers it', async () => {
    const desk = await startDesk();
    const user = { id: 'U0HOST', username: 'host', name: 'host', team_id: desk.workspace.teamId };
    const team = { id: desk.workspace.teamId, domain: 'experts' };
    const common = { user, team, api_app_id: desk.workspace.appId, token: 'x', trigger_id: '1.2.3' };
    // `back` stands in windows only; the stories of the forms press it there.
    for (const action_id of Object.values(ACTIONS).filter((id) => id !== ACTIONS.back)) {
      const answer = await desk.workspace.deliver('block_actions', {
        ...common,
        type: 'block_actions',
        container: { type: 'message', channel_id: 'C0NEEDS', message_ts: '1.1', is_ephemeral: false },
        actions: [
          {
            type: 'button',
            action_id,
            block_id: 'b',
            value: 'none',
            action_ts: '1.1',
            text: { type: 'plain_text', text: 'x' },
          },
        ],
      });
      expect(answer.status, action_id).toBe(200);
    }
    for (const callback_id of Object.values(VIEWS)) {
      const view = {
        id: 'V1',
        type: 'modal',
        callback_id,
        private_metadata: '',
        blocks: [],
        state: { values: {} },
        hash: 'h',
        title: { type: 'plain_text', text: 'x' },
      };
      const answer = await desk.workspace.deliver('view_submission', {
        ...common,
        type: 'view_submission',
        view,
      });
      expect(answer.status, callback_id).toBe(200);
    }
    await desk.close();
  });
});
