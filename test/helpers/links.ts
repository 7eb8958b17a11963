/** People without an account, and the addresses that coordinators give them. */
import { type Desk, giveRole, registerVerified } from './desk.ts';
import { forgePress, forgeSubmit } from './hostile.ts';
import { publishNeed } from './need.ts';
import { newestClaimOf, pressNewest } from './published.ts';

export const MAKER = 'U0BINHAI';

/** A need whose expert's home unit has nobody on Slack; the expert has claimed it. Returns the claim's id. */
export async function claimWithoutHome(
  desk: Desk,
  person: Record<string, string | string[]> = {},
  need: Record<string, string | string[]> = {},
): Promise<string> {
  await giveRole(desk, MAKER, { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, 'U0ZJ0006', person);
  await publishNeed(desk, { time_text: '11月20日至22日', claim_deadline: '2013-11-18', ...need });
  await pressNewest(desk, 'U0ZJ0006', 'claim_slot');
  return (await newestClaimOf(desk, 'U0ZJ0006')).id;
}

/** The same where the home unit has said yes, and the host is asked. */
export async function claimBeforeHost(desk: Desk): Promise<string> {
  const id = await claimWithoutHome(desk);
  await forgePress(desk, MAKER, 'give_consent', id);
  return id;
}

/** The same confirmed, served and reported on. Returns the report's id. */
export async function reportToConfirm(desk: Desk, author = 'U0ZJ0006'): Promise<string> {
  const claimId = await claimBeforeHost(desk);
  await forgePress(desk, 'U0HOST', 'accept_expert', claimId);
  desk.clock.moveTo(Temporal.Instant.from('2013-11-25T10:00:00+08:00'));
  const { demand_id, expert_id } = await newestClaimOf(desk, 'U0ZJ0006');
  await forgeSubmit(desk, author, 'file_report', {
    metadata: { draftId: `draft-${author}`, reportId: '', step: '2', line: 'other', revision: '0' },
    values: {
      ...{ demand: demand_id, title: '现场诊断', action_line: 'other', districts: ['binhai'] },
      ...{ place: '测试车间', summary: '找到噪声来源', service_start: '2013-11-20' },
      ...{ service_end: '2013-11-21', experts: [expert_id] },
    },
  });
  const { id } = await desk.db.selectFrom('report').select('id').executeTakeFirstOrThrow();
  return id;
}

/** What a block of a modal says. */
export function textIn(
  view: { blocks: readonly { block_id?: string }[] } | undefined,
  blockId: string,
): string {
  const block = view?.blocks.find((one) => one.block_id === blockId);
  return [...JSON.stringify(block ?? '').matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text).join('');
}

/** Presses and reads the address from the modal, whose path it returns. */
export async function makeLink(desk: Desk, value: string, user: string = MAKER): Promise<string> {
  await forgePress(desk, user, 'make_link', value);
  const view = desk.as(user).views.at(-1);
  const address = textIn(view, 'link');
  if (view?.callback_id !== 'answer_link' || !address.startsWith('https://desk.test/a/'))
    throw new Error(`no link: ${JSON.stringify(view?.blocks ?? desk.as(user).ephemerals.at(-1)?.text)}`);
  await desk.as(user).closeModal({ all: true });
  return new URL(address).pathname;
}

export interface Browser {
  method?: string;
  language?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Opens a page as a browser does. */
export async function open(
  desk: Desk,
  path: string,
  { method = 'GET', language = 'zh-CN', headers = {}, body }: Browser = {},
) {
  const response = await fetch(`${desk.appUrl}${path}`, {
    method,
    headers: { 'accept-language': language, ...headers },
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
  });
  const page = { status: response.status, headers: response.headers, text: await response.text() };
  await desk.settle();
  return page;
}

/** Answers by the form. */
export async function send(desk: Desk, path: string, fields: Record<string, string>, language = 'zh-CN') {
  return open(desk, path, {
    ...{ method: 'POST', language, body: new URLSearchParams(fields).toString() },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}
