import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { browserPath, messageAbout, messagesAbout, NEED, postNeed, sit, walk } from './people.ts';

describe.runIf(browserPath)('one need', () => {
  test('When a host asks and everybody answers at their own window, Then each sees it settled without reloading', async () => {
    const title = '齿轮箱振动诊断一例';
    const host = await sit('U0HOST');
    await postNeed(host, { ...NEED, title });

    const district = await sit('U0BINHAI');
    await walk(district, '消息');
    await messageAbout(district, title)
      .getByRole('button', { name: /^发布 / })
      .click();

    const [expert, homeUnit] = [await sit('U0ZJ0006'), await sit('U0HOME')];
    await walk(homeUnit, '消息');
    await walk(host, '消息');
    const card = messageAbout(expert, title);
    await card.getByRole('button', { name: '认领' }).click();
    await expect.poll(() => card.textContent()).toContain('待确认 1');

    await consent(homeUnit, title);
    await messageAbout(host, title).getByRole('button', { name: '接受' }).click();
    await expect.poll(() => card.textContent()).toContain('已确认 1');
    await walk(expert, '消息');
    await messageAbout(expert, title).waitFor();
  });

  test('When the host reads English, Then the desk speaks English to her, from the form to the accepted claim', async () => {
    const title = 'Vibration of a gearbox prototype';
    const alice = await sit('U0ALICE');
    await postNeed(alice, { ...ENGLISH_NEED, title }, 'Binhai');
    const district = await sit('U0BINHAI');
    await walk(district, '消息');
    await messageAbout(district, title)
      .getByRole('button', { name: /^发布 / })
      .click();

    const [expert, homeUnit] = [await sit('U0ZJ0006'), await sit('U0HOME')];
    await walk(homeUnit, '消息');
    await walk(alice, 'Messages');
    const card = messageAbout(expert, title);
    await card.getByRole('button', { name: '认领' }).click();
    await consent(homeUnit, title);
    const asked = messageAbout(alice, title);
    await asked.getByRole('button', { name: 'Accept' }).click();
    await expect.poll(() => card.textContent()).toContain('已确认 1');
    const told = (await alice.locator('main article .blocks').allTextContents()).join(' ');
    expect(told.replaceAll(/何知远|津沽大学|金属基复合材料/g, '')).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

/** By the request itself: a reminder in the same place names other claims as well. */
async function consent(homeUnit: Page, title: string): Promise<void> {
  const request = messagesAbout(homeUnit, title).filter({ hasText: '请单位同意' });
  await request.getByRole('button', { name: '同意', exact: false }).first().click();
}

const ENGLISH_NEED = {
  ...{ unit_name: 'Binhai Gearworks Ltd', expert_slots: '1', time_text: 'mid November 2013' },
  ...{ description: 'The prototype is too loud', expert_requirement: 'Mechanical vibration' },
  ...{ place: 'Test workshop', expected_outcome: 'Where the noise comes from' },
  ...{ contact_name: 'Alice Wong', contact_phone: '022-0000-1002' },
};
