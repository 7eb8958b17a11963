/** Eight people of the sample season enter the workspace by themselves: through commands, forms and buttons. */
import type { NewUser, Typed } from './records.ts';
import type { Workspace } from './workspace.ts';

export const NEEDS_CHANNEL = 'C0NEEDS';

export const CAST: NewUser[] = [
  {
    id: 'U0BUREAU',
    name: '市局专技处',
    title: '市局联络员 · Bureau coordinator',
    isAdmin: true,
    isOwner: true,
  },
  { id: 'U0BINHAI', name: '滨海新区联络员', title: '区县联络员 · District coordinator' },
  { id: 'U0WUQING', name: '武清区联络员', title: '区县联络员 · District coordinator' },
  { id: 'U0HOST', name: '卢工', title: '受援单位联系人 · Host unit contact' },
  { id: 'U0HOME', name: '津沽大学人事处', title: '派出单位联系人 · Home unit contact' },
  { id: 'U0ZJ0006', name: '何知远', title: '专家 · Expert' },
  { id: 'U0ZJ0007', name: '田若川', title: '专家 · Expert' },
  {
    id: 'U0ALICE',
    name: 'Alice Wong',
    title: 'Expert, not yet registered',
    locale: 'en-GB',
    tz: 'Europe/London',
  },
];

const YEAR = {
  name: '天津市专家服务基层行动',
  year: '2013',
  document_no: '津人社局函〔2013〕530号',
  target_experts: '300',
  opens_on: '2013-08-30',
  deadline: '2013-12-31',
  time_zone: 'Asia/Shanghai',
  channel: NEEDS_CHANNEL,
  language: 'zh',
  published_by: 'district',
};

const HE = {
  ...{ name: '何知远', employer: '津沽大学', system: 'education', title: 'professor', field: 'equipment' },
  ...{ specialty: '精密传动与机械振动', services: ['tech_problem', 'tech_consult'], max_active_claims: '3' },
  ...{ phone: '022-0000-3006', home_unit_contact: '津沽大学人事处', home_unit_user: 'U0HOME' },
};

const TIAN = {
  ...{ name: '田若川', employer: '海河理工大学', system: 'education', title: 'professor', field: 'ict' },
  ...{ specialty: '工业自动化', services: ['tech_problem', 'planning'], max_active_claims: '3' },
  ...{ phone: '022-0000-3007', home_unit_contact: '海河理工大学人事处' },
};

const NEED = {
  ...{
    unit_name: '津滨锐驰传动科技有限公司',
    unit_type: 'tech_sme',
    districts: ['binhai'],
    action_line: 'tech_sme',
  },
  ...{ title: 'RV减速器样机噪声超标问题诊断', expert_slots: '2', time_text: '2013年11月中旬' },
  description: '工业机器人用RV减速器样机在额定转速下噪声达到78分贝,高于客户要求的72分贝,并伴有周期性冲击声。',
  expert_requirement: '精密传动或机械振动方向,副高级及以上',
  ...{ place: '滨海高新区公司测试车间', expected_outcome: '确定噪声来源,形成整改试验方案' },
  ...{ contact_name: '卢工', contact_phone: '022-0000-1001' },
};

/** People and channels as an administrator would have made them; the app hears nothing of it. */
export function furnish(workspace: Workspace): void {
  for (const person of CAST) workspace.addUser(person);
  const members = CAST.map(({ id }) => id);
  workspace.addChannel({ id: NEEDS_CHANNEL, name: '专家需求', members, botIsMember: true });
  workspace.addChannel({ id: 'C0GENERAL', name: '大家', members });
}

/** Sets the year up, gives the roles, registers and verifies two experts, and posts and publishes a first need. */
export async function enterCast(workspace: Workspace): Promise<void> {
  const { as } = workspace;
  await fill(workspace, 'U0BUREAU', '/expert', 'setup', [YEAR]);
  await fill(workspace, 'U0BUREAU', '/expert', 'settings', [
    { user: 'U0BINHAI', role: 'district', districts: ['binhai'] },
  ]);
  await fill(workspace, 'U0BUREAU', '/expert', 'settings', [
    { user: 'U0WUQING', role: 'district', districts: ['wuqing'] },
  ]);
  await fill(workspace, 'U0ZJ0006', '/expert', 'register', [HE]);
  await fill(workspace, 'U0ZJ0007', '/expert', 'register', [TIAN]);
  await pressInDms(workspace, 'U0BUREAU', 'verify_expert', 2);
  await fill(workspace, 'U0HOST', '/expert-demand', '', [NEED, {}]);
  await pressInDms(workspace, 'U0BINHAI', 'publish_demand', 1);
  for (const { id } of CAST) await as(id).openHome();
}

/** Types a command and fills in the windows that follow, one step after the other. */
async function fill(
  workspace: Workspace,
  user: string,
  command: string,
  text: string,
  steps: Record<string, Typed>[],
): Promise<void> {
  const person = workspace.as(user);
  await person.command(command, text);
  for (const step of steps) {
    const view = await workspace.until(() => person.views.at(-1));
    const before = view.hash;
    await person.submit(step);
    await workspace.until(
      () => person.views.at(-1)?.hash !== before || Object.keys(person.errors).length > 0,
    );
    const [mistake] = Object.entries(person.errors);
    if (mistake) throw new Error(`${command}: ${mistake[0]}`);
  }
  await person.closeModal();
}

async function pressInDms(
  workspace: Workspace,
  user: string,
  actionId: string,
  times: number,
): Promise<void> {
  const person = workspace.as(user);
  const holders = () =>
    person.dms.filter((message) => JSON.stringify(message.blocks ?? []).includes(`"${actionId}"`));
  await workspace.until(() => holders().length >= times, 30_000);
  for (const message of holders()) await person.press(message, actionId);
}
