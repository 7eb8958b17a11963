import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { browserPath, chooseFrom, NEED, openForm, sit, typeInto } from './people.ts';

describe.runIf(browserPath)('a form', () => {
  test('When something is missing or wrong, Then it stands under its field, and what was typed stays', async () => {
    const host = await sit('U0HOST');
    const form = await openForm(host, '/expert-demand');
    await chooseFrom(form, 'districts', '滨海');
    await typeInto(form, { ...NEED, expert_slots: '很多很多' });
    await form.locator('[type=submit]').click();
    await expect.poll(() => errorOf(form, 'title')).toBeTruthy();

    await typeInto(form, { title: '土壤检测方法指导' });
    await form.locator('[data-block-id="action_line"] select').selectOption('tech_sme');
    await form.locator('[type=submit]').click();
    await expect.poll(() => errorOf(form, 'expert_slots')).toBeTruthy();
    expect(await errorOf(form, 'title')).toBe('');
    expect(await form.locator('[data-block-id="title"] input').inputValue()).toBe('土壤检测方法指导');
    const wrong = form.locator('[data-block-id="expert_slots"] input');
    expect(await wrong.inputValue()).toBe('很多很多');
    expect(await wrong.getAttribute('aria-invalid')).toBe('true');
    expect(await wrong.evaluate((element) => element === document.activeElement)).toBe(true);
    await form.locator('.dialog-head button').click();
    await form.waitFor({ state: 'detached' });
  });

  test('When nothing in a form has the focus, Then Escape closes it all the same', async () => {
    const host = await sit('U0HOST');
    const form = await openForm(host, '/expert-demand');
    await host.evaluate(() => (document.activeElement as HTMLElement).blur());
    await host.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  });

  test('When only the keyboard is used, Then a need is written and sent', async () => {
    const host = await sit('U0HOST');
    const { keyboard } = host;
    await host.locator('main textarea').focus();
    await keyboard.type('/expert-dem');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    const form = host.locator('dialog[open]');
    await form.waitFor();
    const answers: Record<string, string> = { ...NEED, title: '只用键盘写的需求' };
    for (let field = await focused(form); field !== ''; field = await focused(form)) {
      if (field === 'districts') await takeDistrict(form);
      else if (field === 'action_line') await keyboard.press('ArrowDown');
      else if (answers[field]) await keyboard.insertText(answers[field] ?? '');
      await keyboard.press('Tab');
    }
    // The fields are behind; Cancel and Submit follow.
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await form.locator('[data-block-id="service_start"]').waitFor();
    await expect.poll(() => focused(form)).toBe('service_start');
    await keyboard.press('Enter');
    await form.locator('[type=submit]').waitFor({ state: 'detached' });
    expect(await form.textContent()).toContain('只用键盘写的需求');
    await host.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    const back = host.locator('main textarea');
    await expect.poll(() => back.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

function errorOf(form: Locator, field: string): Promise<string> {
  return form
    .locator(`[data-block-id="${field}"]`)
    .evaluate((element) => element.querySelector('.error')?.textContent ?? '');
}

/** Without the mouse; a district that the form remembers stays. */
async function takeDistrict(form: Locator): Promise<void> {
  const { keyboard } = form.page();
  if ((await form.locator('[data-block-id="districts"] .chip').count()) > 0) return;
  await keyboard.press('Enter');
  await form.page().locator('.multi-list input').waitFor();
  await keyboard.insertText('滨海');
  await keyboard.press('Enter');
  await keyboard.press('Escape');
}

/** The block_id of the field that has the focus. */
function focused(form: Locator): Promise<string> {
  return form.evaluate(
    () => document.activeElement?.closest<HTMLElement>('[data-block-id]')?.dataset.blockId ?? '',
  );
}
