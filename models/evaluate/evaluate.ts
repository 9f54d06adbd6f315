import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newMatte, type Picture } from '../../shared/image/picture.ts';
import type { MatteNetwork } from '../../shared/inference/catalog.ts';
import type { Engine } from '../../shared/inference/engine.ts';
import type { Quality } from '../../shared/pipeline/options.ts';
import { type Case, readMatte, readPicture, readTruth } from './cases.ts';
import { type Answer, plainOf, productOf, type Turn } from './cut.ts';
import { closeUp, overview } from './look.ts';
import { type Scores, score } from './score.ts';
import { measureStages, type Stages } from './stages.ts';

/** What is measured, and how. */
export interface Plan {
  readonly network: MatteNetwork;
  /** Turns each picture clockwise by so many degrees first. */
  readonly turn?: Turn | undefined;
  readonly quality?: Quality | undefined;
  /** Where mattes are read from (`ID-matte.png`) instead of being made. */
  readonly mattes: string | undefined;
  /** Measures the network alone beside the product. */
  readonly plain: boolean;
  /** Measures the network alone in place of the product. */
  readonly alone?: boolean;
  /** Measures the stages after the network by themselves, where alpha and foreground are known. */
  readonly stages: boolean;
  /** Keeps tiles to look at. */
  readonly look: boolean;
}

/** All that was measured on a case. */
export interface Row {
  readonly id: string;
  readonly person: Answer['person'];
  readonly scores: Scores;
  readonly plain: Scores | undefined;
  readonly stages: Stages | undefined;
}

export interface Looks {
  readonly overview: readonly Buffer[];
  readonly closeUp: readonly Buffer[];
}

/** A case that was measured. */
interface Evaluated {
  readonly row: Row;
  readonly looks: Looks | undefined;
}

/** Measures one case. @param engine needed unless mattes are read. @throws Error that names the picture. */
export async function evaluate(one: Case, plan: Plan, engine: Engine | undefined): Promise<Evaluated> {
  try {
    return await measured(one, plan, engine);
  } catch (cause) {
    throw new Error(`${one.picture}: ${(cause as Error).message}`, { cause });
  }
}

async function measured(one: Case, plan: Plan, engine: Engine | undefined): Promise<Evaluated> {
  const picture = await readPicture(one.picture);
  const truth = await readTruth(one);
  const { matte, cutout } = truth;
  const answer = plan.mattes
    ? await readAnswer(join(plan.mattes, `${one.id}-matte.png`), picture)
    : await (plan.alone ? plainOf : productOf)(picture, engine!, plan.network, plan.quality, plan.turn);
  const plain = plan.plain && engine ? await plainOf(picture, engine, 'modnet') : undefined;
  return {
    row: {
      id: one.id,
      person: answer.person,
      scores: score(answer.matte, answer.cutout, truth),
      plain: plain && score(plain.matte, plain.cutout, truth),
      stages: plan.stages && cutout ? measureStages(picture, matte, cutout) : undefined,
    },
    looks: plan.look
      ? { overview: await overview(picture, matte, answer), closeUp: await closeUp(picture, matte, answer) }
      : undefined,
  };
}

/** A matte of the terminal command; one that is missing counts as empty. */
async function readAnswer(file: string, { width, height }: Picture): Promise<Answer> {
  const person = existsSync(file) ? 'yes' : 'no';
  return { person, matte: person === 'yes' ? await readMatte(file) : newMatte(width, height), cutout: undefined };
}
