import type { Message } from '../../src/playground/records.ts';
import type { Desk } from './desk.ts';
import { walkOnce } from './scenes.ts';

export const NEED = {
  ...{ unit_name: '津滨锐驰传动科技有限公司', unit_type: 'tech_sme', districts: ['binhai'] },
  ...{ action_line: 'tech_sme', title: 'RV减速器样机噪声超标问题诊断' },
  ...{ expert_slots: '2', time_text: '11月中旬', expert_requirement: '精密传动方向', place: '公司测试车间' },
  ...{ description: '样机噪声达到78分贝。', expected_outcome: '确定噪声来源' },
  ...{ contact_name: '卢工', contact_phone: '022-0000-1001' },
};

/** The one screen with the six clarities; everything else is the second step. */
const FIRST_STEP = [
  ...['unit_name', 'unit_type', 'districts', 'action_line', 'title', 'description', 'expert_slots'],
  ...['expert_requirement', 'time_text', 'place', 'expected_outcome', 'contact_name', 'contact_phone'],
];

/** The host posts a need through the form, the coordinator of its district publishes it; returns its id. */
export function publishNeed(
  desk: Desk,
  values: Record<string, string | string[]> = {},
  { poster = 'U0HOST', coordinator = 'U0BINHAI' } = {},
): Promise<string> {
  return walkOnce(desk, `need ${poster} ${coordinator} ${JSON.stringify(values)}`, () =>
    walkToTheChannel(desk, values, poster, coordinator),
  );
}

/** The host posts a need through the form; returns what its coordinator is asked. */
export async function postNeed(
  { as, settle }: Desk,
  values: Record<string, string | string[]> = {},
  { poster = 'U0HOST', coordinator = 'U0BINHAI' } = {},
): Promise<Message> {
  const entries = Object.entries({ ...NEED, ...values });
  const step = (first: boolean) =>
    Object.fromEntries(entries.filter(([key]) => FIRST_STEP.includes(key) === first));
  const host = as(poster);
  await host.command('/expert-demand');
  await settle();
  await host.submit(step(true));
  await settle();
  await host.submit(step(false));
  await settle();
  await host.closeModal({ all: true });
  const review = as(coordinator).dms.findLast(({ blocks }) =>
    JSON.stringify(blocks).includes('"publish_demand"'),
  );
  if (!review) throw new Error(`${coordinator} has no need to publish`);
  return review;
}

async function walkToTheChannel(
  desk: Desk,
  values: Record<string, string | string[]>,
  poster: string,
  coordinator: string,
): Promise<string> {
  const { as, settle, db } = desk;
  const review = await postNeed(desk, values, { poster, coordinator });
  await as(coordinator).press(review, 'publish_demand');
  await settle();
  const { id } = await db
    .selectFrom('demand')
    .select('id')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}
