/** What the people of the season do about the year, the experts, the needs and the claims. */
import type { Person } from './person.ts';
import type { Message } from './records.ts';
import {
  BUREAU,
  coordinatorOf,
  demandOf,
  type Form,
  homeUnitOf,
  hostOf,
  isPrivate,
  type Reasoned,
  type SampleClaim,
  type SampleDemand,
  type SampleExpert,
  SEASON,
  userOf,
} from './season-data.ts';
import {
  ask,
  decide,
  decideInWindow,
  fillIn,
  findButton,
  openWindow,
  press,
  type Scene,
  submit,
  waitFor,
} from './season-hands.ts';

export async function setUp(scene: Scene): Promise<void> {
  const bureau = scene.workspace.as(BUREAU);
  await openWindow(scene, bureau, () => bureau.command('/expert', 'setup'));
  await fillIn(scene, bureau, [{ ...SEASON.programme.form, channel: scene.channel }]);
}

export async function giveRole(scene: Scene, user: string, role: Form): Promise<void> {
  const bureau = scene.workspace.as(BUREAU);
  await openWindow(scene, bureau, () => bureau.command('/expert', 'settings'));
  await fillIn(scene, bureau, [{ user, ...role }]);
}

export async function register(scene: Scene, { id, form }: SampleExpert): Promise<void> {
  const person = scene.workspace.as(userOf(id));
  await openWindow(scene, person, () => person.command('/expert', 'register'));
  await fillIn(scene, person, [form]);
}

export async function verify(scene: Scene, { form: { name } }: SampleExpert): Promise<void> {
  await decide(scene, scene.workspace.as(BUREAU), { action: 'verify_expert', about: name });
}

/** Posted by the host unit's contact, or recorded by the coordinator for a unit that is not on Slack. */
export async function postNeed(scene: Scene, demand: SampleDemand): Promise<void> {
  const person = scene.workspace.as(hostOf(demand));
  await openWindow(scene, person, () => person.command('/expert-demand'));
  if (demand.draft) {
    await submit(scene, person, demand.need);
    await person.closeModal({ all: true });
    return;
  }
  const outcome = await fillIn(scene, person, [demand.need, demand.details]);
  const edit = outcome && findButton([outcome], { action: 'edit_demand' });
  if (!edit) throw new Error('no number was given to the need');
  scene.ids.set(demand.id, edit.value);
}

export async function publishNeed(scene: Scene, demand: SampleDemand): Promise<void> {
  const person = scene.workspace.as(coordinatorOf(demand.need.districts));
  // Instant service is granted with the publication, where it was asked for.
  const asksInstant = demand.details.modes?.includes('instant') ?? false;
  const action = asksInstant ? 'grant_instant' : 'publish_demand';
  await decide(scene, person, { action, value: idOf(scene, demand.id) });
}

/** `return_demand` or `cancel_demand`, by the coordinator. */
export async function stopNeed(
  scene: Scene,
  demand: SampleDemand,
  action: 'return_demand' | 'cancel_demand',
  { reason }: Reasoned,
): Promise<void> {
  const person = scene.workspace.as(coordinatorOf(demand.need.districts));
  const wanted = { action, value: idOf(scene, demand.id) };
  await untilCardTells(scene, person, demand, () =>
    decideInWindow(scene, person, () => person.dms, wanted, { reason }),
  );
}

/** On the card; a need that has none is found in the expert's own list. */
export async function claim(scene: Scene, one: SampleClaim): Promise<void> {
  const person = scene.workspace.as(one.by ?? userOf(one.expert));
  const demand = demandOf(one.demand);
  const list = isPrivate(demand) ? [await ask(scene, person, '/expert-claim')] : undefined;
  const places = () => list ?? cardsIn(scene);
  const before = person.ephemerals.at(-1);
  await untilCardTells(scene, person, demand, async () => {
    await press(scene, person, places, { action: 'claim_slot', value: idOf(scene, one.demand) });
    const { value } = await waitFor(scene, person, 'a seat', () => {
      const newest = person.ephemerals.at(-1);
      return newest && newest !== before ? findButton([newest], { action: 'withdraw_claim' }) : undefined;
    });
    scene.ids.set(one.id, value);
  });
}

/** What stands in the channel but the digests, which name open needs as well and don't follow them. */
function cardsIn({ workspace, channel }: Scene): Message[] {
  return workspace.messages(channel).filter((one) => !findButton([one], { action: 'mute_digest' }));
}

/** Runs an act and waits until the need's card, if it has one with a free seat, is shown anew. */
async function untilCardTells(
  scene: Scene,
  person: Person,
  demand: SampleDemand,
  run: () => Promise<void>,
): Promise<void> {
  const wanted = { action: 'claim_slot', value: idOf(scene, demand.id) };
  const card = findButton(cardsIn(scene), wanted)?.place;
  const before = JSON.stringify(card?.blocks);
  await run();
  if (card) await waitFor(scene, person, 'the card', () => JSON.stringify(card.blocks) !== before);
}

/** The home unit's letter or call, recorded by its contact or, where it is not on Slack, by the coordinator. */
export async function recordConsent(scene: Scene, one: SampleClaim, form: Form): Promise<void> {
  const person = scene.workspace.as(homeUnitOf(one));
  const wanted = { action: 'record_consent', value: idOf(scene, one.id) };
  await decideInWindow(scene, person, () => person.dms, wanted, form);
}

export async function refuseConsent(scene: Scene, one: SampleClaim, { reason }: Reasoned): Promise<void> {
  const person = scene.workspace.as(homeUnitOf(one));
  const wanted = { action: 'refuse_consent', value: idOf(scene, one.id) };
  await decideInWindow(scene, person, () => person.dms, wanted, { reason });
}

export async function acceptExpert(scene: Scene, one: SampleClaim): Promise<void> {
  const host = scene.workspace.as(hostOf(demandOf(one.demand)));
  await decide(scene, host, { action: 'accept_expert', value: idOf(scene, one.id) });
}

export async function declineExpert(scene: Scene, one: SampleClaim, { reason }: Reasoned): Promise<void> {
  const host = scene.workspace.as(hostOf(demandOf(one.demand)));
  const wanted = { action: 'decline_expert', value: idOf(scene, one.id) };
  await decideInWindow(scene, host, () => host.dms, wanted, { reason });
}

/** The expert steps back, from the own list. */
export async function withdraw(scene: Scene, one: SampleClaim, { reason }: Reasoned): Promise<void> {
  const expert = scene.workspace.as(userOf(one.expert));
  const list = await ask(scene, expert, '/expert-claim');
  const wanted = { action: 'withdraw_claim', value: idOf(scene, one.id) };
  await decideInWindow(scene, expert, () => [list], wanted, { reason });
}

/** The id the desk gave; throws when it gave none yet. */
export function idOf({ ids }: Scene, name: string): string {
  const id = ids.get(name);
  if (!id) throw new Error(`${name} is not there yet`);
  return id;
}
