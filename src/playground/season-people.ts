/** What is done for those of the season who have no account: recorded, claimed for, rung, and asked by a link. */
import type { Person } from './person.ts';
import type { Place } from './presses.ts';
import type { View } from './records.ts';
import { idOf } from './season-acts.ts';
import {
  BUREAU,
  byId,
  coordinatorOf,
  demandOf,
  type SampleClaim,
  type SampleExpert,
  SEASON,
} from './season-data.ts';
import {
  decide,
  fillIn,
  findButton,
  openWindow,
  press,
  type Scene,
  submit,
  waitFor,
} from './season-hands.ts';

/** By an officer, in their place. */
export async function record(scene: Scene, { recorded_by: by = BUREAU, form }: SampleExpert): Promise<void> {
  const person = scene.workspace.as(by);
  await openHome(scene, person);
  await openWindow(scene, person, () =>
    press(scene, person, () => homeOf(person), { action: 'record_expert' }),
  );
  await fillIn(scene, person, [{ ...form, evidence: '本人电话确认，职称证书由单位提供。' }]);
}

/** A coordinator of the need claims in the expert's name, on what they said by telephone. */
export async function claimFor(scene: Scene, one: SampleClaim): Promise<void> {
  const person = scene.workspace.as(coordinatorOf(demandOf(one.demand).need.districts));
  const wanted = { action: 'claim_for', value: idOf(scene, one.demand) };
  const view = await openWindow(scene, person, () => press(scene, person, () => person.dms, wanted));
  const { name, employer } = byId(SEASON.experts, one.expert).form;
  const { groups } = await person.suggest(view, { blockId: 'expert', query: name });
  const options = groups.flatMap((group) => group.options);
  const option = options.find(({ text }) => text.text.includes(name) && text.text.includes(employer));
  if (!option) throw new Error(`${name} is not on offer`);
  await submit(scene, person, { expert: option.value, reason: '电话里本人表示愿意前往。' });
  const answer = person.views.at(-1);
  const made = answer && findButton([answer], { action: 'withdraw_claim' });
  if (!made) throw new Error('nothing was claimed');
  scene.ids.set(one.id, made.value);
  await person.closeModal({ all: true });
}

/** The host's contact, who has no account, answers on a phone: the coordinator hands out an address. */
export async function acceptByLink(scene: Scene, one: SampleClaim): Promise<void> {
  const person = scene.workspace.as(coordinatorOf(demandOf(one.demand).need.districts));
  const wanted = { action: 'make_link', value: idOf(scene, one.id) };
  const view = await openWindow(scene, person, () => press(scene, person, () => person.dms, wanted));
  const { pathname } = new URL(addressIn(view));
  await person.closeModal({ all: true });
  // As the contact's browser would reach the app, wherever it says that it is.
  const answer = await fetch(`${scene.pagesUrl}${pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ answer: 'yes' }),
  });
  if (!answer.ok) throw new Error(`the page answered ${answer.status}`);
}

/** So many people are rung at a time. */
const CALLS = 2;

/** Rings some of those who are to be told of something, and says so. */
export async function tellSome(scene: Scene, user: string): Promise<void> {
  const person = scene.workspace.as(user);
  await openHome(scene, person);
  const wanted = { action: 'told_them' };
  for (let call = 0; call < CALLS && findButton(homeOf(person), wanted); call += 1) {
    const value = await press(scene, person, () => homeOf(person), wanted);
    await waitFor(
      scene,
      person,
      'the call to be gone',
      () => !findButton(homeOf(person), { ...wanted, value }),
    );
  }
}

/** Verified by another officer of the bureau. */
export async function verifyRecorded(scene: Scene, { form: { name } }: SampleExpert): Promise<void> {
  await decide(scene, scene.workspace.as(BUREAU), { action: 'verify_expert', about: name });
}

async function openHome(scene: Scene, person: Person): Promise<void> {
  await person.openHome();
  await waitFor(scene, person, 'Home', () => person.home);
}

function homeOf({ home }: Person): readonly Place[] {
  return home ? [home] : [];
}

function addressIn({ blocks }: View): string {
  const [, address] = /"text":"(https?:[^"]+\/a\/[\w-]+)"/.exec(JSON.stringify(blocks)) ?? [];
  if (!address) throw new Error('no address is shown');
  return address;
}
