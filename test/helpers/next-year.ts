import { sql } from 'kysely';
import { type Desk, giveRole, startDesk } from './desk.ts';
import { walkOnce } from './scenes.ts';

export const NEXT_YEAR = {
  year: '2014',
  opens_on: '2014-01-02',
  deadline: '2014-12-31',
  target_experts: '200',
  document_no: '津人社局函〔2014〕3号',
};

/** `/expert year`: what is answered. */
export async function showYears(desk: Desk, user: string): Promise<string> {
  await desk.as(user).command('/expert', 'year');
  await desk.settle();
  return JSON.stringify(desk.as(user).ephemerals.at(-1)?.blocks ?? []);
}

/** Presses the button that acts on this thing, in the newest answer. */
export async function pressOn(desk: Desk, user: string, action: string, value: string): Promise<void> {
  const said = desk.as(user).ephemerals.at(-1);
  const block = said?.blocks.find((one) => {
    const text = JSON.stringify(one);
    return text.includes(`"${action}"`) && text.includes(`"${value}"`);
  });
  if (!said || !block?.block_id) throw new Error(`no ${action} on ${value}`);
  await desk.as(user).press(said, action, { blockId: block.block_id });
  await desk.settle();
}

/** Presses what can be done about a year. */
export async function pressYear(desk: Desk, user: string, action: string, year: string): Promise<void> {
  await showYears(desk, user);
  await pressOn(desk, user, action, year);
}

/** The bureau opens the next year through `/expert year`; the one before begins to close. */
export function openYear(desk: Desk, values: Partial<typeof NEXT_YEAR> = {}): Promise<void> {
  return walkOnce(desk, `open year ${JSON.stringify(values)}`, async () => {
    const bureau = desk.as('U0BUREAU');
    await showYears(desk, 'U0BUREAU');
    await pressOn(desk, 'U0BUREAU', 'open_year', 'next');
    await bureau.submit({ ...NEXT_YEAR, ...values });
    await desk.settle();
    await bureau.closeModal();
  });
}

/** 2 January 2014: the new year is open, the old one closing; the bureau has two people, one of them English. */
export async function startTurned(): Promise<Desk> {
  const desk = await startDesk({ now: '2014-01-02T10:00:00+08:00' });
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await openYear(desk);
  return desk;
}

/** No summary of the year is owed any more, but for the unit that is left out. */
export async function waiveSummaries({ db }: Desk, year: number, butUnit = ''): Promise<void> {
  await sql`update yearly_summary set waived_at = now(), waived_by = 'U0BUREAU', waive_reason = '并入他区'
    where year = ${year} and waived_at is null and unit <> ${butUnit}`.execute(db);
}
