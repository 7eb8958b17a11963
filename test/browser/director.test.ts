import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { askForHelp, browserPath, direct, messagesAbout, NEED, postNeed, sit, walk } from './people.ts';

describe.runIf(browserPath)('the director’s panel', () => {
  test('When an answer is lost and a post is refused with 429, Then each message arrives once, and the log shows both', async () => {
    const [lost, refused] = ['回音丢失的需求', '请求太多时的需求'];
    const [director, host, district] = [await sit('U0BUREAU'), await sit('U0HOST'), await sit('U0BINHAI')];
    await walk(district, '消息');
    // The morning's reminder names what waits for review, too.
    const asked = (title: string) => messagesAbout(district, title).filter({ hasNotText: '项待办' });
    const panel = await direct(director);
    await arm(panel, 'drop_after_accept');
    await postNeed(host, { ...NEED, title: lost });
    await asked(lost).first().waitFor();
    await panel.getByText('没有设下故障').waitFor();
    await arm(panel, '429');
    await postNeed(host, { ...NEED, title: refused });
    // Its second attempt comes two seconds later: a second post of the first need would be here by then.
    await asked(refused).first().waitFor();
    expect((await asked(refused).allInnerTexts()).slice(1)).toEqual([]);
    expect((await asked(lost).allInnerTexts()).slice(1)).toEqual([]);

    await panel.getByRole('tab', { name: '往来记录' }).click();
    const posts = panel.locator('.log-entry').filter({ hasText: 'chat.postMessage' });
    await expect.poll(() => posts.filter({ hasText: 'answer_lost' }).count()).toBe(1);
    await expect.poll(() => posts.filter({ hasText: 'ratelimited' }).count()).toBe(1);
    await posts.filter({ hasText: 'answer_lost' }).locator('.log-line').click();
    expect(await posts.locator('pre').first().textContent()).toContain(lost);
  });

  test('When the app is reached over Socket Mode, Then people are answered, also after a connection was cut', async () => {
    const director = await sit('U0BUREAU');
    const panel = await direct(director);
    const [http, sockets] = [
      panel.getByRole('radio', { name: 'HTTP' }),
      panel.getByRole('radio', { name: 'Socket Mode' }),
    ];
    expect(await http.isChecked()).toBe(true);
    expect(await panel.getByRole('button', { name: '掐断一条连接' }).count()).toBe(0);
    await http.focus();
    await director.keyboard.press('ArrowDown');
    await panel.getByText('共 2 条连接').waitFor();
    expect(await sockets.isChecked()).toBe(true);
    expect(await sockets.evaluate((element) => element === document.activeElement)).toBe(true);
    await askForHelp(director);
    await panel.getByRole('button', { name: '掐断一条连接' }).click();
    await askForHelp(director);
    await panel.getByText('共 2 条连接').waitFor();
    await panel.getByRole('button', { name: '要求重新连接' }).click();
    await panel.getByText('共 2 条连接').waitFor();

    // It shows how the app is reached, so it changes with the answer and not with the click.
    await http.click();
    await expect.poll(() => http.isChecked()).toBe(true);
    await panel.getByText('走 HTTP 时没有要保持的连接').waitFor();
    expect(await panel.getByRole('button', { name: '掐断一条连接' }).count()).toBe(0);
    await askForHelp(director);
  });

  test('When somebody is written to, Then every window counts it on their badge, until they read it', async () => {
    const [director, host] = [await sit('U0BUREAU'), await sit('U0HOST')];
    const panel = await direct(director);
    await director.locator('.person-button').click();
    const badges = [
      director.locator('.cast li').filter({ hasText: '滨海新区联络员' }).locator('.count'),
      panel.locator('.badges li').filter({ hasText: '滨海新区联络员' }).locator('.count'),
    ];
    const before = await Promise.all(badges.map(unread));
    await postNeed(host, { ...NEED, title: '角标上多出一条' });
    for (const [index, badge] of badges.entries())
      await expect.poll(() => unread(badge)).toBe((before[index] ?? 0) + 1);
    const district = await sit('U0BINHAI');
    await walk(district, '消息');
    for (const badge of badges) await expect.poll(() => unread(badge)).toBe(0);
  });
});

/** Lets a fault strike the next message. */
async function arm(panel: Locator, kind: string): Promise<void> {
  await panel.locator('select[name="kind"]').selectOption(kind);
  await panel.locator('select[name="method"]').selectOption('chat.postMessage');
  await panel.getByRole('button', { name: '设下故障' }).click();
  await panel.locator('.armed code').waitFor();
}

/** What a badge says; 0 without one. */
async function unread(badge: Locator): Promise<number> {
  return (await badge.count()) === 0 ? 0 : Number(await badge.locator('[aria-hidden]').textContent());
}
