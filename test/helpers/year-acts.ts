import type { Place } from '../../src/playground/presses.ts';
import { CHANNEL, type Desk, giveRole, registerVerified } from './desk.ts';
import { publishNeed } from './need.ts';

export type Values = Record<string, string | string[]>;

export interface Doing {
  desk: Desk;
  /** Ids of the needs by their names in the plan. */
  needs: Map<string, string>;
  who: string;
  what: string;
  more: Values;
}

type Act = (doing: Doing) => Promise<void>;

/** What people do in the simulated year, each as a click or a form of theirs. */
export const ACTS = {
  async giveRoles({ desk }) {
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
    await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
    await giveRole(desk, 'U0EDU', { role: 'system', systems: ['education'] });
  },
  async register({ desk, who, what, more }) {
    await registerVerified(desk, who, { home_unit_user: what, ...more });
  },
  async post({ desk, needs, who, what, more }) {
    const [district] = more.districts ?? [];
    const coordinator = district === 'binhai' ? 'U0BINHAI' : 'U0WUQING';
    needs.set(what, await publishNeed(desk, { title: `需求${what}`, ...more }, { poster: who, coordinator }));
  },
  async claim(doing) {
    const id = needOf(doing);
    const card = doing.desk.workspace
      .messages(CHANNEL)
      .find(({ blocks }) => JSON.stringify(blocks).includes(`"${id}"`));
    await pressIn(doing, card, 'claim_slot', id);
    const said = doing.desk.as(doing.who).ephemerals.at(-1)?.text;
    await claimOf({ ...doing, what: `${doing.what} ${doing.who}` }).catch(() => {
      throw new Error(`${doing.who} did not get ${doing.what}: ${said}`);
    });
  },
  /** Starts an ask-round for the need. */
  async askExperts(doing) {
    await pressDm(doing, 'ask_experts', needOf(doing));
    await submit(doing, doing.more);
    await doing.desk.as(doing.who).closeModal({ all: true });
  },
  sayNo: onInvitation('say_no'),
  sayYes: onInvitation('say_yes'),
  consent: onClaim('give_consent'),
  accept: onClaim('accept_expert'),
  async report(doing) {
    const { desk, who } = doing;
    await desk.as(who).command('/expert-report');
    await desk.settle();
    await pressIn(doing, desk.as(who).ephemerals.at(-1), 'file_report', needOf(doing));
    await submit(doing, { summary: '问题已查明。', service_persons: '12' });
    await submit(doing, {});
    await desk.as(who).closeModal({ all: true });
  },
  confirm: onReport('confirm_report'),
  acceptReport: onReport('accept_report'),
  async override(doing) {
    await onReport('override_host')(doing);
    await submit(doing, { reason: '已电话核实' });
    await doing.desk.as(doing.who).closeModal({ all: true });
  },
  async goAway(doing) {
    await pressHome(doing, 'go_away', 'me');
    await submit(doing, { ...doing.more, user: doing.what });
    await doing.desk.as(doing.who).closeModal({ all: true });
  },
  async snooze(doing) {
    const { desk, who } = doing;
    const { id } = await desk.db
      .selectFrom('nudge_message')
      .select('id')
      .where('user_id', '=', who)
      .orderBy('no', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    await pressDm(doing, 'snooze_nudge', id);
  },
  async notMine(doing) {
    await pressDm(doing, 'not_mine', `host_answer:${await claimOf(doing)}`);
    await submit(doing, doing.more);
    await doing.desk.as(doing.who).closeModal({ all: true });
  },
  async planDigest(doing) {
    const { desk, who, what, more } = doing;
    const channel = String(more.channel);
    await desk.as(who).command('/expert-digest', '', channel);
    await desk.settle();
    await pressIn(doing, desk.as(who).ephemerals.at(-1), 'digest_settings', `new:${channel}`);
    await submit(doing, { district: what });
    await desk.as(who).closeModal({ all: true });
  },
  mute,
  /** It is silent already, says the answer, and has the button for it. */
  async unmute(doing) {
    await mute(doing);
    const answer = doing.desk.as(doing.who).ephemerals.at(-1);
    await pressIn(doing, answer, 'mute_digest', 'mute_digest');
  },
  skip: (doing) => pressDm(doing, 'skip_digest', 'skip_digest'),
  async handIn(doing) {
    await doing.desk.as(doing.who).command('/expert', 'summary');
    await doing.desk.settle();
    await submit(doing, { narrative: '全年开展服务。', nil: [] });
    await doing.desk.as(doing.who).closeModal({ all: true });
  },
  /** The bureau hands in a nil summary for each unit that has no coordinator. */
  async handInTheRest(doing) {
    const units = await doing.desk.db
      .selectFrom('yearly_summary')
      .select('id')
      .where('unit', 'not in', ['binhai', 'wuqing', 'education'])
      .execute();
    for (const { id } of units) {
      await pressHome(doing, 'submit_summary', id);
      await submit(doing, { narrative: '', nil: ['yes'] });
      await doing.desk.as(doing.who).closeModal({ all: true });
    }
  },
  async giveBack(doing) {
    await pressDm(doing, 'return_summary', await summaryOf(doing));
    await submit(doing, { reason: '请补充数据' });
    await doing.desk.as(doing.who).closeModal({ all: true });
  },
  async openYear(doing) {
    await pressYear(doing, 'open_year', 'next');
    await submit(doing, { year: doing.what });
    await doing.desk.as(doing.who).closeModal({ all: true });
  },
  /** All that wait for the bureau, by the list of what keeps the year from being closed, some at a time. */
  async acceptTheRest(doing) {
    for (;;) {
      await pressYear(doing, 'close_year', doing.what);
      const list = doing.desk.as(doing.who).ephemerals.at(-1);
      const ids = JSON.stringify(list?.blocks).matchAll(
        /"action_id":"accept_summary"[^}]*\}[^}]*"value":"([^"]+)"/g,
      );
      const waiting = [...ids].map(([, id = '']) => id);
      if (waiting.length === 0) return;
      for (const id of waiting) await pressIn(doing, list, 'accept_summary', id);
    }
  },
  /** By the same list. */
  async waiveSummary(doing) {
    const year = doing.what.split(' ')[1] ?? '';
    await pressYear(doing, 'close_year', year);
    const list = doing.desk.as(doing.who).ephemerals.at(-1);
    await pressIn(doing, list, 'waive_summary', await summaryOf(doing));
    await submit(doing, { reason: '已并入区县总结' });
    await doing.desk.as(doing.who).closeModal({ all: true });
  },
  async closeYear(doing) {
    await pressYear(doing, 'close_year', doing.what);
    await submit(doing, { confirm: ['yes'] });
    await doing.desk.as(doing.who).closeModal({ all: true });
  },
  acceptSummary: async (doing) => pressDm(doing, 'accept_summary', await summaryOf(doing)),
} satisfies Record<string, Act>;

function onInvitation(actionId: string): Act {
  return async (doing) => {
    const { id } = await doing.desk.db
      .selectFrom('ask_round')
      .select('id')
      .where('demand_id', '=', needOf(doing))
      .executeTakeFirstOrThrow();
    await pressDm(doing, actionId, id);
  };
}

function onClaim(actionId: string): Act {
  return async (doing) => pressDm(doing, actionId, await claimOf(doing));
}

function onReport(actionId: string): Act {
  return async (doing) => {
    const { id } = await doing.desk.db
      .selectFrom('report')
      .select('id')
      .where('demand_id', '=', needOf(doing))
      .executeTakeFirstOrThrow();
    await pressDm(doing, actionId, id);
  };
}

function needOf({ needs, what }: Doing): string {
  const name = what.split(' ')[0] ?? '';
  const id = needs.get(name);
  if (!id) throw new Error(`no need ${name}`);
  return id;
}

async function claimOf(doing: Doing): Promise<string> {
  const { id } = await doing.desk.db
    .selectFrom('claim')
    .innerJoin('expert', 'expert.id', 'claim.expert_id')
    .select('claim.id')
    .where('demand_id', '=', needOf(doing))
    .where('expert.user_id', '=', doing.what.split(' ')[1] ?? '')
    .orderBy('claimed_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}

async function summaryOf({ desk, what }: Doing): Promise<string> {
  const { id } = await desk.db
    .selectFrom('yearly_summary')
    .select('id')
    .where('unit', '=', what.split(' ')[0] ?? '')
    .orderBy('year')
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}

/** Presses what can be done about a year. */
async function pressYear(doing: Doing, actionId: string, value: string): Promise<void> {
  const { desk, who } = doing;
  await desk.as(who).command('/expert', 'year');
  await desk.settle();
  await pressIn(doing, desk.as(who).ephemerals.at(-1), actionId, value);
}

/** The button that acts on this thing in the newest of the person's direct messages that has it. */
async function pressDm(doing: Doing, actionId: string, value: string): Promise<void> {
  const place = doing.desk.as(doing.who).dms.findLast((one) => blockWith(one, actionId, value));
  await pressIn(doing, place, actionId, value);
}

async function pressHome(doing: Doing, actionId: string, value: string): Promise<void> {
  const { desk, who } = doing;
  await desk.as(who).openHome();
  await desk.settle();
  await pressIn(doing, desk.as(who).home, actionId, value);
}

/** Silences the channel's digest, by the newest one in the channel. */
async function mute(doing: Doing): Promise<void> {
  const digest = doing.desk.workspace
    .messages(doing.what)
    .findLast(({ blocks }) => JSON.stringify(blocks).includes('"mute_digest"'));
  await pressIn(doing, digest, 'mute_digest', 'mute_digest');
}

async function pressIn(
  doing: Doing,
  place: Place | undefined,
  actionId: string,
  value: string,
): Promise<void> {
  const { desk, who, what } = doing;
  const blockId = place && blockWith(place, actionId, value);
  if (!place || !blockId) throw new Error(`${who} sees no ${actionId} for ${what}`);
  await desk.as(who).press(place, actionId, { blockId });
  await desk.settle();
}

function blockWith(place: Place, actionId: string, value: string): string | undefined {
  const found = (place.blocks as { block_id?: string }[]).find((block) => {
    const text = JSON.stringify(block);
    return text.includes(`"${actionId}"`) && text.includes(`"${value}"`);
  });
  return found?.block_id;
}

async function submit({ desk, who, what }: Doing, values: Values): Promise<void> {
  await desk.as(who).submit(values);
  await desk.settle();
  const { errors } = desk.as(who);
  if (Object.keys(errors).length > 0) throw new Error(`${who} ${what}: ${JSON.stringify(errors)}`);
}
