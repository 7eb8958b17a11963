import type { Doer } from '../../claims/enter.ts';
import { keepBlanket } from '../../claims/keep-blanket.ts';
import type { Trx } from '../../db/open.ts';
import { listCoordinators } from '../../directory/roles.ts';
import { recordInside } from '../../outbox/act-sql.ts';
import { enqueueNotice } from '../../outbox/enqueue.ts';
import { today } from '../../programme/programme.ts';
import type { AnswerLink, AskedUnit, GivenAnswer } from '../link.ts';

/**
 * What a home unit says about all its experts: a yes in advance as if it had been written down, with the link's own id;
 * a no changes nothing and stays in the trail. Undefined when it was not done.
 */
export async function decideForUnit(
  trx: Trx,
  doer: Doer,
  { id, asked: { unit, until } }: { id: string; asked: AskedUnit },
  given: GivenAnswer,
): Promise<number | 'merged' | undefined> {
  if (given.answer === 'yes') {
    const said = {
      id,
      unit,
      about: undefined,
      documentNo: '',
      date: today(doer.programme, doer.now).toString(),
    };
    return keepBlanket(trx, doer, { ...said, until: given.until ?? until });
  }
  const { programme, userId: actor, onBehalfOf, now, cause, how } = doer;
  const { teamId } = programme;
  const details = { reason: given.reason };
  const doing = { teamId, actor, onBehalfOf, now, cause, how, details };
  return recordInside(
    trx,
    { ...doing, act: 'refuse_blanket', objectKind: 'organisation', objectId: unit.id },
    {},
  );
}

/** A no and its reason are for the unit's coordinators as well; whoever made the link hears of it anyway. */
export async function tellOthers(
  trx: Trx,
  teamId: string,
  link: AnswerLink,
  asked: AskedUnit,
): Promise<void> {
  const { system } = asked.unit;
  const systems = system === undefined ? [] : [system];
  for (const target of await listCoordinators(trx, teamId, { systems }))
    if (target !== link.madeBy)
      await enqueueNotice(trx, {
        teamId,
        key: `link_answered:${link.id}:${target}`,
        kind: 'link_answered',
        target,
        ref: { linkId: link.id },
      });
}
