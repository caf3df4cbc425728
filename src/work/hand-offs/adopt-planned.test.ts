import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { defineProcedure } from '#engine/define.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { readCase } from '#work/cases/read-case.ts';
import { type Catalogue, catalogueOf, type HandOffPayload } from '#work/catalogue.ts';
import { completeTask } from '#work/tasks/complete-task.ts';
import { listTasks } from '#work/tasks/task-queries.ts';
import { adoptPlanned } from './adopt-planned.ts';

const clause = 'X.1052 §12.2.4';

const asking = defineProcedure({
  ...{ id: 'asking', version: 1, area: 'operations', category: 'change-control', clause },
  initial: 'open',
  roles: { planner: { party: 'operations' } },
  openedBy: ['planner'],
  fields: { wish: { kind: 'text', required: true } },
  states: {
    open: { kind: 'active', clause },
    waiting: { kind: 'waiting', clause },
    over: { kind: 'final', outcome: 'achieved' },
  },
  actions: {
    ask: { from: ['open'], to: 'waiting', by: ['planner'], clause, handOffs: ['later'] },
    'take-result': { from: ['waiting'], to: 'over', by: 'system', clause },
  },
  handOffs: {
    later: {
      to: 'later',
      planned: { clause, payload: { wish: { kind: 'text' } }, within: 'P30D' },
      mandatory: true,
      payload: 'wishes',
      onReturn: 'take-result',
      clause,
    },
  },
});

const later = defineProcedure({
  ...{ id: 'later', version: 1, area: 'operations', category: 'change-control', clause },
  initial: 'begun',
  roles: { planner: { party: 'operations' } },
  openedBy: ['planner'],
  fields: { purpose: { kind: 'text', required: true } },
  states: {
    begun: { kind: 'active', clause },
    done: { kind: 'final', outcome: 'achieved' },
  },
  actions: { finish: { from: ['begun'], to: 'done', by: ['planner'], clause } },
});

function releases(adopts?: (planned: HandOffPayload) => HandOffPayload) {
  const source = {
    procedure: asking,
    functions: { guards: {} },
    payloads: {
      wishes: async (_: unknown, input: { case: { title: string; fields: object } }) => [
        { title: `For ${input.case.title}`, fields: { ...input.case.fields } },
      ],
    },
  };
  const target = {
    ...{ procedure: later, functions: { guards: {} } },
    ...(adopts === undefined ? {} : { adopts }),
  };
  return {
    without: catalogueOf([{ procedures: [source] }]),
    with: catalogueOf([{ procedures: [source, target] }]),
  };
}

describe('a hand-off to a procedure that gets its definition later', () => {
  const purposes = releases(({ title, fields }) => ({
    title,
    fields: { purpose: String(fields['wish']) },
  }));
  let world: World;
  let planner: Principal;
  before(async () => {
    world = await createWorld();
    planner = await world.person('Pia', await world.organisation('TELCO'), ['planner']);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const log = createLog('silent');
  const adopt = (catalogue: Catalogue) => adoptPlanned({ runner: world.runner, catalogue, log });
  const asked = async (title: string): Promise<string> => {
    const { open, act } = caseCommands(purposes.without);
    const { id } = await runCommand(world.runner, open, planner, {
      ...{ procedure: 'asking', title, fields: { wish: `A wish of ${title}` } },
    });
    await runCommand(world.runner, act, planner, {
      ...{ caseId: id, action: 'ask', fields: {}, comment: null },
    });
    return id;
  };
  const tasks = async () => {
    const { items } = await runQuery(world.runner, listTasks, planner, { assignee: 'me' });
    return items.filter(({ task }) => task === 'planned:later');
  };
  const linked = async (caseId: string) => {
    const read = readCase(purposes.with);
    const { links } = await runQuery(world.runner, read, planner, { caseId });
    return links;
  };

  it('becomes a case with what was handed off, once the definition is there, and only then', async () => {
    const id = await asked('Early');
    assert.equal((await tasks()).length, 1);
    assert.equal(await adopt(purposes.without), 0);
    assert.equal(await adopt(purposes.with), 1);
    assert.deepEqual(await tasks(), [], 'the case stands for it now');
    const [link] = await linked(id);
    assert.deepEqual([link?.procedure, link?.title], ['later', 'LA-2026-0001 For Early']);
    const read = readCase(purposes.with);
    const opened = await runQuery(world.runner, read, planner, { caseId: link?.caseId ?? '' });
    assert.deepEqual(opened.case.fields, { purpose: 'A wish of Early' });
    assert.equal(await adopt(purposes.with), 0, 'once');
    await runCommand(world.runner, caseCommands(purposes.with).act, planner, {
      ...{ caseId: opened.case.id, action: 'finish', fields: {}, comment: null },
    });
    const source = await runQuery(world.runner, read, planner, { caseId: id });
    assert.equal(source.case.state, 'over', 'its status flows back');
  });

  it('stays a task when the definition refuses what was handed off, or somebody answered before', async () => {
    await asked('Refused');
    assert.equal(await adopt(releases().with), 0);
    const [task] = await tasks();
    assert.ok(task, 'still there to be answered');
    await runCommand(world.runner, completeTask(purposes.without), planner, {
      taskId: task.id,
      fields: { outcome: 'achieved', answer: 'Done by hand.' },
    });
    assert.equal(await adopt(purposes.with), 0);
  });
});
