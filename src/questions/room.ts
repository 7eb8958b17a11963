import type { Room } from '../room.ts';
import { questionsWords, registerQuestions } from './listeners.ts';

/** Questions in free words, and the reports behind a figure: it reads what the rooms before it keep, and owns nothing. */
export const questions: Room = {
  name: 'questions',
  listen: (app, deps, { client }) => registerQuestions(app, deps, client),
  words: questionsWords,
};
