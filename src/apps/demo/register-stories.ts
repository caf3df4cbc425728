import { setDispositions } from '#areas/operations/advisories/set-dispositions.ts';
import { completeTask } from '#work/tasks/complete-task.ts';
import { listTasks } from '#work/tasks/task-queries.ts';
import { advisoryIdOf } from './loop-story.ts';
import type { Story, Team } from './story.ts';

/** Who wants to be told of what, from the beginning. */
export async function* tellSubscriptions(team: Team): Story {
  const { desk, time } = team;
  const subscribe = (email: string, fields: object) =>
    desk.create(email, 'subscriptions', {
      person: desk.personId(email),
      exploitedOnly: false,
      ownAssetsOnly: false,
      active: true,
      ...fields,
    });
  yield time.at(-71, '09:00');
  await subscribe('security@demo.test', { title: 'Everything serious', minSeverity: 'high' });
  await subscribe('owner@demo.test', { title: 'What touches my assets', ownAssetsOnly: true });
  await subscribe('liso@demo.test', { title: 'Exploited, whatever it is', exploitedOnly: true });
  await subscribe('niso.de@demo.test', { title: 'Zugangsnetz', vendors: ['Cisco', 'Juniper'] });
}

/** Findings that were decided upon without a patch: not affected, and an exception until a day of its own for the laboratory. */
export async function* tellDecisions(team: Team): Story {
  const { desk, people, time, fleet } = team;
  yield time.at(-55, '10:00');
  const exception = await desk.create(people.patchManager, 'exceptions', {
    title: 'OpenSSL in the laboratory until it is rebuilt',
    advisoryId: await advisoryIdOf(team, 'DSA-5343-1'),
    assets: fleet.ids('lab'),
    reason: 'The laboratory is rebuilt anyway, and holds nothing but test data.',
    compensation: 'It is reached from the office network only.',
    expiresAt: time.at(30, '12:00').toISOString(),
  });
  await desk.run(people.security, desk.register('exceptions').act, {
    ...{ id: exception.id, action: 'approve', comment: 'Agreed until the move.' },
  });
  yield time.at(-24, '11:20');
  await desk.run(people.analyst, setDispositions, {
    advisoryId: await advisoryIdOf(team, 'GHSA-599f-7c49-w659'),
    assetIds: fleet.ids('bill-app'),
    kind: 'not-affected',
    justification: 'vulnerable_code_not_in_execute_path',
    reason: 'Billing uses the escaping of the library only, never its interpolation.',
  });
}

/** Something changed outside any change, and was explained. */
export async function* tellUnauthorised(team: Team): Story {
  const { time, fleet } = team;
  yield time.at(-26, '10:00');
  await explain(team, 'mx-3', 'Left out by the change of September, made up for a month later.');
  yield time.at(-13, '02:00');
  await fleet.inventory(['files-2'], { samba: '2:4.13.13+dfsg-1~deb11u6' });
  yield time.at(-12, '09:30');
  await explain(team, 'files-2', 'Automatic updates were on after a restore; they are off again.');
}

async function explain(team: Team, host: string, explanation: string): Promise<void> {
  const { desk, people, fleet } = team;
  const register = desk.register('unauthorised-changes');
  const page = await desk.ask(people.changeManager, register.list, {
    filters: { state: 'reported', asset: fleet.assets.get(host)?.id ?? '' },
  });
  for (const { id } of page.items) {
    const act = { id, action: 'explain', fields: { explanation } };
    await desk.run(people.changeManager, register.act, act);
  }
}

/** A campaign that looks for assets, and the next periodic check. */
export async function* tellSurveys(team: Team): Story {
  const { desk, people, time } = team;
  yield time.at(-20, '08:30');
  const survey = await desk.create(people.assets, 'asset-surveys', {
    name: 'Radio sites of the south',
    boundary: 'All sites south of the sixtieth parallel, with the cabinets of tenants.',
    responsible: desk.personId(people.assets),
    dueBy: time.at(18, '16:00').toISOString(),
  });
  yield time.at(-17, '08:30');
  await desk.run(people.assets, desk.register('asset-surveys').act, {
    id: survey.id,
    action: 'start',
  });
  yield time.at(-9, '10:00');
  await desk.open(people.assets, 'asset-check', 'Check of the last quarter', {
    scope: 'critical-and-above',
    dueBy: time.at(25, '16:00').toISOString(),
    responsible: desk.personId(people.assets),
  });
}

/** A small register is checked within an afternoon; another person looks at the result. */
export async function* tellCheck(team: Team): Story {
  const { desk, people, time } = team;
  yield time.at(-8, '09:00');
  const check = await desk.open(people.assets, 'asset-check', 'Prüfung der kritischen Werte', {
    scope: 'critical-and-above',
    dueBy: time.at(14, '16:00').toISOString(),
    responsible: desk.personId(people.assets),
  });
  await desk.act(people.assets, check.id, 'start');
  yield time.at(-6, '13:00');
  const page = await desk.ask(people.assets, desk.register('asset-checks').list, {
    filters: { caseId: check.id },
    limit: 200,
  });
  await desk.runMany(
    people.assets,
    desk.register('asset-checks').act,
    page.items.map(({ id }, index) => ({
      id,
      action: 'confirm',
      fields:
        index === 2
          ? { wellManaged: false, observations: 'Der Wartungsvertrag ist ausgelaufen.' }
          : { wellManaged: true },
    })),
  );
  yield time.at(-5, '10:00');
  const followUp = 'Der Wartungsvertrag des genannten Servers wird bis Monatsende erneuert.';
  await desk.act(people.assets, check.id, 'conclude', { followUp });
  yield time.at(-3, '10:00');
  await desk.open(people.assets, 'asset-check', 'Prüfung der übrigen Werte', {
    scope: 'all',
    dueBy: time.at(21, '16:00').toISOString(),
    responsible: desk.personId(people.assets),
  });
}

/** The security of what was changed is looked at again in the days after each change closed (X.1052 §6.2). */
export async function* tellReviews(team: Team): Story {
  const { desk, people, time } = team;
  const { catalogue } = desk.parts;
  for (let day = -36; day <= -8; day += 4) {
    yield time.at(day, '14:40');
    const { items } = await desk.ask(people.security, listTasks, { assignee: 'me', limit: 50 });
    for (const { id, task } of items) {
      if (task !== 'review:security') continue;
      const evaluation = 'The measures of the service hold as before; nothing new can reach it.';
      const fields = { conclusion: 'measures-suffice', evaluation };
      await desk.run(people.security, completeTask(catalogue), { taskId: id, fields });
    }
  }
}

/** Administrations and the contractor answer what they were asked about warnings of others; one has not answered yet. */
export async function* tellAnswers(team: Team): Story {
  const { time } = team;
  const answers = [
    {
      email: 'niso.de@demo.test',
      day: -64,
      answer: 'not-affected',
      why: 'Unsere Server laufen auf einem anderen Kern.',
    },
    {
      email: 'itsm@demo.test',
      day: -63,
      answer: 'affected',
      why: 'Two hosts of the service desk; they are updated this week.',
    },
    { email: 'niso.fr@demo.test', day: -62, answer: 'unknown', why: 'Inventaire en cours.' },
    { email: 'niso.se@demo.test', day: -60, answer: 'not-affected', why: 'We do not run it.' },
    {
      email: 'niso.de@demo.test',
      day: -16,
      answer: 'affected',
      why: 'Zwei Tunnel fielen aus; die eigenen Geräte sind andere.',
    },
    {
      email: 'itsm@demo.test',
      day: -15,
      answer: 'not-affected',
      why: 'Our units have the fixed firmware already.',
    },
    {
      email: 'niso.se@demo.test',
      day: -8,
      answer: 'unknown',
      why: 'We look at it with our provider.',
    },
  ];
  for (const { email, day, answer, why } of answers) {
    yield time.at(day, '13:30');
    await answerAll(team, email, { answer, explanation: why });
  }
}

/** People of the operator who own what a warning touches, or asked to be told of it: they answer once a week, the latest ones not yet. */
export async function* tellOwnAnswers(team: Team): Story {
  const { time } = team;
  for (const day of [-61, -54, -47, -40, -33, -26, -19, -12, -5]) {
    yield time.at(day, '09:00');
    for (const email of ['owner@demo.test', 'security@demo.test', 'operations@demo.test']) {
      await answerAll(team, email, { answer: 'affected', explanation: 'As the findings say.' });
    }
  }
}

async function answerAll({ desk }: Team, email: string, fields: object): Promise<void> {
  const { items } = await desk.ask(email, listTasks, { assignee: 'me', limit: 50 });
  for (const { id, task } of items) {
    if (task !== 'answer-warning') continue;
    await desk.run(email, completeTask(desk.parts.catalogue), { taskId: id, fields });
  }
}
