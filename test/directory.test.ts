import { afterEach, describe, expect, test } from 'vitest';
import {
  CHANNEL,
  type Desk,
  forgeClick,
  giveRole,
  REGISTRATION,
  registerVerified,
  setUpProgramme,
  startDesk,
} from './helpers/desk.ts';

let desk: Desk;

afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const shownTo = (userId: string) => JSON.stringify(desk.as(userId).ephemerals.at(-1)?.blocks ?? []);
const topView = (userId: string) => JSON.stringify(desk.as(userId).views.at(-1)?.blocks ?? []);

async function refusals(): Promise<string[]> {
  const rows = await desk.db
    .selectFrom('audit')
    .select('act')
    .where('outcome', '=', 'refused')
    .orderBy('id')
    .execute();
  return rows.map(({ act }) => act);
}

describe('setting up', () => {
  test('When nothing is set up, Then every command answers with the one next step', async () => {
    desk = await startDesk({ setUp: false });
    for (const command of [
      '/expert-demand',
      '/expert-claim',
      '/expert-report',
      '/expert-digest',
      '/expert',
    ]) {
      await desk.as('U0HOST').command(command);
      await desk.settle();
      expect(shownTo('U0HOST'), command).toContain('/expert setup');
    }
    await desk.as('U0ALICE').command('/expert-demand');
    await desk.settle();
    expect(shownTo('U0ALICE')).toContain('No programme year is set up here yet');
  });

  test('When somebody who is no admin sets up, Then they are told who can, and it is on record', async () => {
    desk = await startDesk({ setUp: false });
    await desk.as('U0HOST').command('/expert', 'setup');
    await desk.settle();
    expect(shownTo('U0HOST')).toContain('所有者或管理员');
    expect(desk.as('U0HOST').views).toEqual([]);
    expect(await refusals()).toEqual(['set_up_programme']);
  });

  test('When an admin sets up, Then the year stands, the admin is bureau coordinator, and the channel hears who did it', async () => {
    desk = await startDesk();
    const year = await desk.db.selectFrom('programme_year').selectAll().executeTakeFirstOrThrow();
    expect([year.year, year.target_experts, String(year.deadline)]).toEqual([
      2013,
      300,
      '2013-12-31T15:59:59Z',
    ]);
    const grants = await desk.db.selectFrom('role_grant').select(['user_id', 'role']).execute();
    expect(grants).toEqual([{ user_id: 'U0BUREAU', role: 'bureau' }]);
    expect(desk.lastCard().text).toContain('市局专技处');
    await setUpTwice();
    expect(await desk.db.selectFrom('programme_year').selectAll().execute()).toHaveLength(1);

    async function setUpTwice() {
      await desk.as('U0BUREAU').command('/expert', '设置');
      await desk.settle();
      expect(shownTo('U0BUREAU')).toContain('已经设置好了');
    }
  });

  test('When the form holds mistakes, Then each stands under its field and nothing typed is lost', async () => {
    desk = await startDesk({ setUp: false });
    await desk.as('U0BUREAU').command('/expert', 'setup');
    await desk.settle();
    await desk.as('U0BUREAU').submit({
      ...{ name: '行动', year: '今年', document_no: '', target_experts: '0', opens_on: '2013-09-01' },
      ...{
        deadline: '2013-08-01',
        time_zone: 'Mars/Olympus',
        channel: CHANNEL,
        language: 'zh',
        published_by: 'district',
      },
    });
    await desk.settle();
    expect(Object.keys(desk.as('U0BUREAU').errors).sort()).toEqual(['target_experts', 'time_zone', 'year']);
    await desk.as('U0BUREAU').submit({ year: '2013', target_experts: '三百', time_zone: 'Asia/Shanghai' });
    await desk.settle();
    expect(Object.keys(desk.as('U0BUREAU').errors)).toEqual(['deadline']);
  });

  test('When the bot is not in the channel, Then the error stands under the channel and says /invite', async () => {
    desk = await startDesk({ setUp: false });
    desk.workspace.addChannel({ id: 'C0OTHER', name: 'other', members: ['U0BUREAU'] });
    await setUpProgramme(desk, { channel: 'C0OTHER' });
    expect(await desk.db.selectFrom('programme_year').selectAll().execute()).toEqual([]);
    const denied = desk.workspace.deliveries.findLast(({ kind }) => kind === 'view_submission');
    expect(JSON.stringify(denied?.response)).toContain('/invite');
  });
});

describe('roles', () => {
  test('When the bureau gives a role, Then it is held at once; the last bureau coordinator stays', async () => {
    desk = await startDesk();
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai', 'dongli'] });
    const grants = await desk.db
      .selectFrom('role_grant')
      .select(['scope'])
      .where('user_id', '=', 'U0BINHAI')
      .orderBy('scope')
      .execute();
    expect(grants.map(({ scope }) => scope)).toEqual(['binhai', 'dongli']);

    await desk.as('U0BUREAU').command('/expert', 'settings');
    await desk.settle();
    expect(topView('U0BUREAU')).toContain('滨海新区');
    await desk.as('U0BUREAU').submit({ user: 'U0BUREAU', role: 'none' });
    await desk.settle();
    expect(Object.keys(desk.as('U0BUREAU').errors)).toEqual(['role']);
  });

  test('When a single role is taken away, Then that one alone, told once; never the last of the bureau', async () => {
    desk = await startDesk();
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai', 'dongli'] });
    const grants = () =>
      desk.db.selectFrom('role_grant').select(['id', 'user_id', 'scope']).orderBy('scope').execute();
    const idOf = async (scope: string) => (await grants()).find((one) => one.scope === scope)?.id ?? '';
    const dongli = await idOf('dongli');
    await forgeClick(desk, 'U0BINHAI', 'remove_role', dongli);
    expect(await grants()).toHaveLength(3);
    const removing = async (value: string) => {
      await desk.as('U0BUREAU').command('/expert', 'settings');
      await desk.settle();
      const view = desk.as('U0BUREAU').views.at(-1);
      const row = view?.blocks.find((block) => JSON.stringify(block).includes(value));
      if (!view || !row?.block_id) throw new Error('no such role in the settings');
      await desk.as('U0BUREAU').press(view, 'remove_role', { blockId: row.block_id });
      await desk.settle();
      const answer = topView('U0BUREAU');
      await desk.as('U0BUREAU').closeModal({ all: true });
      return answer;
    };
    expect(await removing(dongli)).toContain('已撤销 滨海新区联络员 的角色：区县联络员 · 东丽区');
    expect((await grants()).map(({ scope }) => scope)).toEqual(['', 'binhai']);
    const told = desk.as('U0BINHAI').dms.filter(({ text }) => text.includes('您不再担任区县联络员 · 东丽区'));
    expect(told).toHaveLength(1);
    expect(await removing(await idOf(''))).toContain('最后一位市局联络员');
    expect(await grants()).toHaveLength(2);
    await forgeClick(desk, 'U0BUREAU', 'remove_role', dongli);
    expect(desk.as('U0BINHAI').dms.filter(({ text }) => text.includes('不再担任'))).toHaveLength(1);
  });

  test('When somebody without the role opens the settings, Then they read whose they are', async () => {
    desk = await startDesk();
    await desk.as('U0BINHAI').command('/expert', 'settings');
    await desk.settle();
    expect(shownTo('U0BINHAI')).toContain('市局联络员');
    expect(desk.as('U0BINHAI').views).toEqual([]);
  });

  test('When optional scopes are missing, Then an admin reads in the settings what each would bring; nobody else does', async () => {
    desk = await startDesk();
    desk.workspace.addUser({ id: 'U0ANN', name: 'Ann', locale: 'en-US', isAdmin: true });
    await giveRole(desk, 'U0ANN', { role: 'bureau' });
    await giveRole(desk, 'U0ALICE', { role: 'bureau' });
    const settingsOf = async (user: string) => {
      await desk.as(user).command('/expert', 'settings');
      await desk.settle();
      const seen = topView(user);
      await desk.as(user).closeModal({ all: true });
      return seen;
    };
    expect(await settingsOf('U0BUREAU')).not.toContain('files:read');
    desk.workspace.team.options.grantedOptional = ['channels:read'];
    // The next answer of Slack's, whatever it is to, says so.
    await settingsOf('U0BUREAU');
    const zh = await settingsOf('U0BUREAU');
    expect(zh).toContain('files:read  服务报告可附图片和 PDF');
    expect(zh).toContain('groups:read  ');
    expect(zh).not.toContain('channels:read');
    expect(zh).toContain('重新安装');
    const en = await settingsOf('U0ANN');
    expect(en).toContain('files:read  pictures and PDFs with a report');
    expect(en).toContain('reinstall');
    expect(await settingsOf('U0ALICE')).not.toContain('files:read');
  });

  test('When a district coordinator is named without a district, Then the field says so', async () => {
    desk = await startDesk();
    await desk.as('U0BUREAU').command('/expert', 'settings');
    await desk.settle();
    await desk.as('U0BUREAU').submit({ user: 'U0WUQING', role: 'district' });
    await desk.settle();
    expect(Object.keys(desk.as('U0BUREAU').errors)).toEqual(['districts']);
  });
});

describe('registration', () => {
  test('When an expert registers, Then the bureau verifies by button, the buttons vanish and the expert hears', async () => {
    desk = await startDesk();
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
    const review = desk.as('U0BUREAU').dms.at(-1);
    expect(JSON.stringify(review?.blocks)).not.toContain('verify_expert');
    expect(review?.text).toContain('已核实通过');
    expect(desk.as('U0ZJ0006').dms.at(-1)?.text).toContain('已核实通过');
    const contacts = await desk.db.selectFrom('organisation_contact').select('user_id').execute();
    expect(contacts).toEqual([{ user_id: 'U0HOME' }]);
  });

  test('When a deactivated account is to consent, Then the field refuses it', async () => {
    desk = await startDesk();
    await desk.as('U0ZJ0006').command('/expert', 'register');
    await desk.settle();
    await desk.as('U0ZJ0006').submit({ ...REGISTRATION, home_unit_user: 'U0GONE' });
    await desk.settle();
    expect(Object.keys(desk.as('U0ZJ0006').errors)).toEqual(['home_unit_user']);
  });

  test('When somebody of the same name registers, Then the coordinator is asked to look twice', async () => {
    desk = await startDesk();
    await registerVerified(desk, 'U0ZJ0006');
    await desk.as('U0ZJ0007').command('/expert', 'register');
    await desk.settle();
    await desk.as('U0ZJ0007').submit(REGISTRATION);
    await desk.settle();
    expect(desk.as('U0BUREAU').dms.at(-1)?.text).toContain('已有同名专家');
    expect(await desk.db.selectFrom('expert').select('id').execute()).toHaveLength(2);
  });

  test('When Slack can’t say who somebody is, Then they are asked to try again, and let in afterwards', async () => {
    desk = await startDesk();
    desk.workspace.faults.respond500('users.info', 1);
    await desk.as('U0WUQING').command('/expert-demand');
    await desk.settle();
    expect(shownTo('U0WUQING')).toContain('核实您的身份');
    await desk.as('U0WUQING').command('/expert-demand');
    await desk.settle();
    expect(desk.as('U0WUQING').views).toHaveLength(1);
  });

  test('When an expert names themselves as who consents, Then the field refuses it', async () => {
    desk = await startDesk();
    await desk.as('U0ZJ0006').command('/expert', '登记');
    await desk.settle();
    await desk
      .as('U0ZJ0006')
      .submit({ ...REGISTRATION, home_unit_user: 'U0ZJ0006', max_active_claims: '一百' });
    await desk.settle();
    expect(Object.keys(desk.as('U0ZJ0006').errors).sort()).toEqual(['home_unit_user', 'max_active_claims']);
  });

  test('When a registration is returned, Then the expert reads why, mends it, and it waits again', async () => {
    desk = await startDesk();
    const expert = desk.as('U0ALICE');
    await expert.command('/expert', 'register');
    await desk.settle();
    await expert.submit({ ...REGISTRATION, name: 'Alice Wong' });
    await desk.settle();
    await expert.closeModal();
    const review = () => desk.as('U0BUREAU').dms.at(-1);
    await desk.as('U0BUREAU').press(review() ?? fail(), 'return_registration');
    await desk.settle();
    await desk.as('U0BUREAU').submit({ reason: '请补充专长 <!channel>' });
    await desk.settle();
    const notice = expert.dms.at(-1) ?? fail();
    expect(notice.text).toContain('&lt;!channel&gt;');
    expect(notice.text).toContain('Your registration needs something more');
    await expert.press(notice, 'register_expert');
    await desk.settle();
    await expert.submit({ specialty: 'membranes' });
    await desk.settle();
    expect(JSON.stringify(review()?.blocks)).toContain('verify_expert');
  });

  test('When somebody else presses “verify”, Then nothing happens and it is on record', async () => {
    desk = await startDesk();
    await desk.as('U0ZJ0006').command('/expert', 'register');
    await desk.settle();
    await desk.as('U0ZJ0006').submit(REGISTRATION);
    await desk.settle();
    const { id } = await desk.db.selectFrom('expert').select('id').executeTakeFirstOrThrow();
    await forgeClick(desk, 'U0ZJ0006', 'verify_expert', id);
    expect(await refusals()).toEqual(['verify_expert']);
    await forgeClick(desk, 'U0GONE', 'verify_expert', id);
    expect(await refusals()).toEqual(['verify_expert', 'any']);
    const { state } = await desk.db.selectFrom('expert').select('state').executeTakeFirstOrThrow();
    expect(state).toBe('registered');
  });
});

describe('help', () => {
  test('When the word is unknown, Then the same useful help, to the asker alone, in their language', async () => {
    desk = await startDesk();
    for (const [user, word] of [
      ['U0HOST', 'whatever'],
      ['U0HOST', '帮助'],
      ['U0ALICE', ''],
    ] as const) {
      await desk.as(user).command('/expert', word);
      await desk.settle();
      expect(shownTo(user)).toContain('/expert-demand');
    }
    expect(shownTo('U0ALICE')).toContain('What Expert Desk does');
    expect(desk.as('U0WUQING').ephemerals).toEqual([]);
  });

  test('When the bot is mentioned, Then the help comes to that person alone', async () => {
    desk = await startDesk();
    await desk.as('U0HOST').mention(CHANNEL, '怎么用?');
    await desk.settle();
    expect(shownTo('U0HOST')).toContain('/expert-claim');
  });
});

function fail(): never {
  throw new Error('no such message');
}

describe('Home', () => {
  test('When the bot was removed from the needs channel, Then the bureau reads in Home how to mend it', async () => {
    desk = await startDesk();
    await desk.workspace.updateChannel(CHANNEL, { botIsMember: false });
    await desk.as('U0BUREAU').command('/expert-digest');
    await desk.settle();
    await desk.as('U0BUREAU').press(desk.as('U0BUREAU').ephemerals.at(-1) ?? fail(), 'post_digest_now');
    await desk.settle();
    await desk.as('U0BUREAU').openHome();
    await desk.settle();
    expect(JSON.stringify(desk.as('U0BUREAU').home?.blocks)).toContain('/invite');
    await desk.as('U0HOST').openHome();
    await desk.settle();
    expect(JSON.stringify(desk.as('U0HOST').home?.blocks)).not.toContain('/invite');
  });
});
