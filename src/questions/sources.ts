import type { Db } from '../db/open.ts';
import { type Answer, answerClaimed, answerGaps, answerNeeded, answerServed } from './answer.ts';
import type { Asking, Part } from './asking.ts';
import { readClaimed, readNeeded } from './needs-sql.ts';
import { readGaps, readServed } from './sql.ts';

/** Answers a question with a part of its list. */
export async function readAnswer(db: Db, asking: Asking, part: Part): Promise<Answer> {
  switch (asking.question.asked) {
    case 'metrics':
    case 'reports':
    case 'experts':
    case 'person_times': {
      const { served, rows } = await readServed(db, asking, part);
      return answerServed(asking, served, rows);
    }
    case 'needs':
    case 'slots': {
      const { needed, rows } = await readNeeded(db, asking, part);
      return answerNeeded(asking, needed, rows);
    }
    case 'claims': {
      const { claimed, rows } = await readClaimed(db, asking, part);
      return answerClaimed(asking, claimed, rows);
    }
    case 'gaps':
      return answerGaps(asking, await readGaps(db, asking));
  }
}
