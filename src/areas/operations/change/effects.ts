import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import type { ChangeFacts } from './facts.ts';
import { changeTests } from './registers.ts';

type Input = ActInput<ChangeFacts>;

async function keepTest(
  context: WriteContext,
  input: Input,
  kind: 'lab' | 'onsite',
): Promise<void> {
  await insertRecord(
    context,
    { register: changeTests },
    {
      ownerId: input.case.ownerId,
      caseId: input.case.id,
      label: input.case.label,
      tlp: input.case.tlp,
      computed: true,
      fields: {
        kind,
        result: input.form['result'],
        environment: input.form['environment'],
        observations: input.form['observations'],
        testedAt: context.now.toISOString(),
        tester: context.principal.personId,
      },
    },
  );
}

function verdict(input: Input): 'effective' | 'not-effective' {
  const good = input.form['effective'] === true && input.form['negativeImpact'] === false;
  return good ? 'effective' : 'not-effective';
}

export const changeEffects = {
  'keep-lab-test': async (context: WriteContext, input: Input) => {
    await keepTest(context, input, 'lab');
    return { labTest: input.form['result'] };
  },
  'keep-onsite-test': async (context: WriteContext, input: Input) => {
    await keepTest(context, input, 'onsite');
    return { onsiteTest: input.form['result'] };
  },
  /** A plan made anew is tested anew, and its on-site test approved anew. */
  'forget-tests': async () => ({
    labTest: null,
    onsiteTest: null,
    onsiteEnvironment: null,
    onsiteSafeguards: null,
    onsiteStopCriteria: null,
    onsiteWayBack: null,
    firstReview: null,
    secondReview: null,
    implementedAt: null,
  }),
  'keep-implementation': async (context: WriteContext) => ({
    implementedAt: context.now.toISOString(),
  }),
  'keep-first-review': async (_context: WriteContext, input: Input) => ({
    firstReview: verdict(input),
  }),
  'keep-second-review': async (_context: WriteContext, input: Input) => ({
    secondReview: verdict(input),
  }),
  /** X.1052 §6.2: when something changed, evaluate the security of what it serves and review the measures (R-XG-13, H31). */
  'ask-for-reviews': async (context: WriteContext, input: Input) => {
    const services = input.case.fields['services'];
    const touched = Array.isArray(services) ? services.map(String) : [];
    const subjects = touched.length > 0 ? touched : [null];
    await insertTasks(
      context,
      subjects.map((service) => ({
        ownerId: input.case.ownerId,
        organisationId: input.case.ownerId,
        caseId: null,
        procedure: 'change',
        task: 'review:security',
        role: 'security-manager',
        required: false,
        subject: `${input.case.reference} ${input.case.title}`,
        subjectKind: service === null ? 'cases' : 'services',
        subjectId: service ?? input.case.id,
        form: {
          conclusion: {
            kind: 'choice',
            required: true,
            options: ['measures-suffice', 'measures-to-update'],
          },
          evaluation: { kind: 'text', required: true, multiline: true },
        },
        clause: 'X.1052 §6.2',
        dueAt: addDuration(context.now.toISOString(), 'P14D'),
      })),
    );
  },
};
