import type { Db } from '../db/open.ts';
import { partFor } from '../directory/permissions.ts';
import { findProgramme } from '../programme/repository.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/send.ts';
import { findAct, findDemand, findLastDecision } from './repository.ts';
import { buildDemandNotice, buildDemandReview } from './review-blocks.ts';
