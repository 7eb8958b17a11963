import { describe, expect, test } from 'vitest';
import { browserPath, chooseFrom, messageAbout, NEED, openForm, sit, typeInto, walk } from './people.ts';

describe.runIf(browserPath)('one need', () => {
  test('When a host asks and everybody answers at their own window, Then each sees it settled without reloading', async () => {
    const title = '齿轮箱振动诊断一例';
    const host = await sit('U0HOST');
    const form = await openForm(host, '/expert-demand');
    await typeInto(form, { ...NEED, title });
    await chooseFrom(form, 'districts', '滨海');
    await form.locator('[data-block-id="action_line"] select').selectOption('tech_sme');
    await form.locator('[type=submit]').click();
    await form.locator('[data-block-id="service_start"]').waitFor();
    await form.locator('[type=submit]').click();
    await form.locator('[type=submit]').waitFor({ state: 'detached' });
    await host.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });

    const district = await sit('U0BINHAI');
    await walk(district, '消息');
    await messageAbout(district, title).getByRole('button', { name: '发布' }).click();

    const [expert, homeUnit] = [await sit('U0ZJ0006'), await sit('U0HOME')];
    await walk(homeUnit, '消息');
    await walk(host, '消息');
    const card = messageAbout(expert, title);
    await card.getByRole('button', { name: '认领' }).click();
    await expect.poll(() => card.textContent()).toContain('待确认 1');

    await messageAbout(homeUnit, title).getByRole('button', { name: '同意', exact: false }).first().click();
    await messageAbout(host, title).getByRole('button', { name: '接受' }).click();
    await expect.poll(() => card.textContent()).toContain('已确认 1');
    await walk(expert, '消息');
    await messageAbout(expert, title).waitFor();
  });
});
