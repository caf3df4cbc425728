import { servicesOfAssets } from '#areas/assets/queries/services-of-assets.ts';
import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import type { ChangeFacts } from './facts.ts';
import { planOfModel } from './models.ts';
import { changeReviews, changeTests } from './registers.ts';

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

async function keepReview(
  context: WriteContext,
  input: Input,
  kind: 'first' | 'second',
): Promise<void> {
  const { effective, negativeImpact, observations } = input.form;
  await insertRecord(
    context,
    { register: changeReviews },
    {
      ...{ ownerId: input.case.ownerId, caseId: input.case.id, computed: true },
      ...{ label: input.case.label, tlp: input.case.tlp },
      fields: {
        ...{ kind, effective, negativeImpact, observations },
        reviewedAt: context.now.toISOString(),
        reviewer: context.principal.personId,
      },
    },
  );
}

/** The services named in the case, and those that the assets of the case serve. */
async function servicesTouched(
  context: WriteContext,
  { ownerId, fields }: Input['case'],
): Promise<string[]> {
  const named = Array.isArray(fields['services']) ? fields['services'].map(String) : [];
  const assets = Array.isArray(fields['assets']) ? fields['assets'].map(String) : [];
  const served = await servicesOfAssets(context, ownerId, assets);
  return [...new Set([...named, ...served])];
}

function verdict(input: Input): 'effective' | 'not-effective' {
  const good = input.form['effective'] === true && input.form['negativeImpact'] === false;
  return good ? 'effective' : 'not-effective';
}

/** Nothing approved: the four parts of the approval of an on-site test. */
const withoutApproval = {
  onsiteEnvironment: null,
  onsiteSafeguards: null,
  onsiteStopCriteria: null,
  onsiteWayBack: null,
};

export const changeEffects = {
  'keep-lab-test': async (context: WriteContext, input: Input) => {
    await keepTest(context, input, 'lab');
    return { labTest: input.form['result'] };
  },
  'keep-onsite-test': async (context: WriteContext, input: Input) => {
    await keepTest(context, input, 'onsite');
    const result = input.form['result'];
    // What failed is approved anew before it is tried again.
    return { onsiteTest: result, ...(result === 'failed' ? withoutApproval : {}) };
  },
  'take-plan-of-model': async (context: WriteContext, input: Input) =>
    (await planOfModel(context, input.case)) ?? {},
  /** A plan made anew is tested anew, and its on-site test approved anew. */
  'forget-tests': async () => ({
    labTest: null,
    onsiteTest: null,
    ...withoutApproval,
    firstReview: null,
    secondReview: null,
    implementedAt: null,
  }),
  'keep-implementation': async (context: WriteContext) => ({
    implementedAt: context.now.toISOString(),
  }),
  'keep-first-review': async (context: WriteContext, input: Input) => {
    await keepReview(context, input, 'first');
    return { firstReview: verdict(input) };
  },
  'keep-second-review': async (context: WriteContext, input: Input) => {
    await keepReview(context, input, 'second');
    return { secondReview: verdict(input) };
  },
  /** X.1052 §6.2: when something changed, evaluate the security of what it serves and review the measures (R-XG-13, H31). */
  'ask-for-reviews': async (context: WriteContext, input: Input) => {
    const touched = await servicesTouched(context, input.case);
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
