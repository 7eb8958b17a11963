/** What the people of the season do about reports, and the digest. */

import type { Person } from './person.ts';
import type { View } from './records.ts';
import { idOf } from './season-acts.ts';
import {
  BUREAU,
  byId,
  confirmerOf,
  coordinatorOf,
  type Form,
  type Reasoned,
  type SampleReport,
  SEASON,
  userOf,
} from './season-data.ts';
import {
  ask,
  decide,
  decideInWindow,
  fieldOf,
  fillIn,
  findButton,
  openWindow,
  press,
  type Scene,
  submit,
  waitFor,
} from './season-hands.ts';

/** The choice in the form that stands for a service nobody asked for here. */
const NO_DEMAND = 'none';

/** Filed by the first expert who stands in it, both steps; or left after step one. */
export async function fileReport(scene: Scene, report: SampleReport): Promise<void> {
  const person = scene.workspace.as(userOf(report.by));
  const demand = report.demand ? idOf(scene, report.demand) : NO_DEMAND;
  const list = await ask(scene, person, '/expert-report');
  const isListed = findButton([list], { action: 'file_report', value: demand });
  const wanted = { action: 'file_report', value: isListed ? demand : 'new' };
  const view = await openWindow(scene, person, () => press(scene, person, () => [list], wanted));
  await chooseDemand(scene, person, view, demand);
  const form: Form = { ...report.form, experts: await expertsIn(person, view, report) };
  if (!report.draft) {
    await fillIn(scene, person, [form, form]);
    return;
  }
  await submit(scene, person, form);
  await person.closeModal({ all: true });
}

/** The form follows the choice of the need: it is shown anew. */
async function chooseDemand(scene: Scene, person: Person, view: View, demand: string): Promise<void> {
  if (fieldOf(view, 'demand').state?.selected_option?.value === demand) return;
  const before = view.hash;
  await person.choose(view, 'demand', demand);
  await waitFor(scene, person, 'the form of the need', () => view.hash !== before);
}

/** People are found by name and employer. */
async function expertsIn(person: Person, view: View, { experts }: SampleReport): Promise<string[]> {
  const chosen: string[] = [];
  for (const id of experts) {
    const { name, employer } = byId(SEASON.experts, id).form;
    const { groups } = await person.suggest(view, { blockId: 'experts', query: name });
    const options = groups.flatMap((group) => group.options);
    const option = options.find(({ text }) => text.text.startsWith(name) && text.text.includes(employer));
    if (!option) throw new Error(`${name} is not on offer`);
    chosen.push(option.value);
  }
  return chosen;
}

/** By the host unit's contact, or on its behalf by the second officer. */
export async function confirmReport(scene: Scene, report: SampleReport): Promise<void> {
  const { title } = report.form;
  await decide(scene, scene.workspace.as(confirmerOf(report)), { action: 'confirm_report', title });
}

export async function acceptReport(scene: Scene, { form }: SampleReport): Promise<void> {
  const person = scene.workspace.as(coordinatorOf(form.districts));
  await decide(scene, person, { action: 'accept_report', title: form.title });
}

export async function returnReport(scene: Scene, report: SampleReport, { reason }: Reasoned): Promise<void> {
  const person = scene.workspace.as(coordinatorOf(report.form.districts));
  const wanted = { action: 'return_report', title: report.form.title };
  await decideInWindow(scene, person, () => person.dms, wanted, { reason });
}

/** The bureau looks at the progress and puts it into the channel. */
export async function postDigest(scene: Scene): Promise<void> {
  const bureau = scene.workspace.as(BUREAU);
  const digest = await ask(scene, bureau, '/expert-digest');
  await press(scene, bureau, () => [digest], { action: 'post_digest_now' });
}
