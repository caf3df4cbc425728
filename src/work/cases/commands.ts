import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { type Command, defineCommand } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { actOnCaseInput, id, openCaseInput } from '#work/contract.ts';
import { moduleOf, versionKey } from '#work/definitions/versions.ts';
import {
  lookUpText,
  referencesIn,
  refuseAbsent,
  refuseUnknownProcedures,
  refuseUnknownReferences,
  type Wanted,
} from '#work/registers/check-references.ts';
import type { Act } from './act.ts';
import { endedDelegation } from './ended-delegation.ts';
import { actorFor, loadCaseToChange, type MoreOfCase } from './load-case.ts';
import { openCase } from './open-case.ts';
import { performAction } from './perform-action.ts';

export interface CaseCommands {
  readonly open: Command<z.infer<typeof openCaseInput>, CaseRow>;
  readonly act: Command<z.infer<typeof actInput>, CaseRow>;
}

const actInput = actOnCaseInput.extend({
  caseId: id,
  action: z.string().max(60),
  /** Of the case, as it was read. */
  revision: z.number().int().nullable().default(null),
});

/** The two commands that every procedure has: open a case, and perform one of its declared actions. */
export function caseCommands(catalogue: Catalogue): CaseCommands {
  return {
    open: defineCommand({
      id: 'cases.open',
      input: openCaseInput,
      authorise: (principal, input) =>
        authorise(principal, {
          permission: 'cases:open',
          roles: catalogue.procedures.get(input.procedure)?.procedure.openedBy ?? [anyMember],
          organisationId: input.organisation ?? null,
        }),
      run: async (context, input) => {
        const ownerId =
          input.organisation ?? onlyOrganisation(context.principal, context.scope.organisations);
        const declared = catalogue.procedures.get(input.procedure)?.procedure.fields ?? {};
        await refuseUnknownReferences(context, catalogue, declared, input.fields);
        return openCase(context, catalogue, {
          procedure: input.procedure,
          ownerId,
          title: input.title,
          label: input.label,
          tlp: input.tlp,
          fields: input.fields,
          actor: {
            person: context.principal.personId,
            via: 'person',
            onBehalfOf: null,
            organisation: context.principal.organisationId,
            roles: context.principal.holdings
              .filter((holding) => holding.organisationId === ownerId && holding.caseId === null)
              .map((holding) => holding.role)
              .concat(context.principal.organisationId === ownerId ? [anyMember] : []),
          },
        });
      },
    }),
    act: defineCommand({
      id: 'cases.act',
      input: actInput,
      authorise: (principal) =>
        authorise(principal, { permission: 'cases:act', roles: [anyMember] }),
      run: async (context, input) => {
        const forms = formsOf(catalogue, input.action, input.fields);
        const { loaded, more } = await loadCaseToChange<{ found?: readonly string[] }>(
          context,
          input.caseId,
          referencesOf(catalogue, context, [...forms.values()]),
        );
        const { procedure } = moduleOf(catalogue, loaded.row);
        const version = versionKey(procedure.id, procedure.version);
        refuseAbsent(forms.get(version) ?? [], more.found ?? []);
        const form = procedure.actions[input.action]?.form ?? {};
        refuseUnknownProcedures(catalogue, form, input.fields);
        try {
          return await performAction(context, catalogue, {
            loaded,
            actor: actorFor(context.principal, loaded, input.onBehalfOf ?? null),
            action: input.action,
            comment: input.comment ?? null,
            fields: input.fields ?? {},
            ...basedOnOf(input),
          });
        } catch (error) {
          throw (await endedDelegation(context, loaded.row, input.action, error)) ?? error;
        }
      },
    }),
  };
}

function basedOnOf({ basedOn, revision }: z.infer<typeof actInput>): Pick<Act, 'basedOn'> {
  if (basedOn === undefined && revision === null) return {};
  return { basedOn: { fields: basedOn ?? {}, revision } };
}

/** What the form refers to in each version of a procedure that has such an action: which one it is, is known when the case is loaded. */
function formsOf(
  catalogue: Catalogue,
  action: string,
  fields: unknown,
): Map<string, readonly Wanted[]> {
  const forms = new Map<string, readonly Wanted[]>();
  for (const [version, { procedure }] of catalogue.versions) {
    const form = Object.hasOwn(procedure.actions, action) ? procedure.actions[action]?.form : null;
    const wanted = referencesIn(form ?? {}, fields ?? {});
    if (wanted.length > 0) forms.set(version, wanted);
  }
  return forms;
}

/** The look-up of references as a column of the statement that loads the case: one statement less. */
function referencesOf(
  catalogue: Catalogue,
  context: ReadContext,
  forms: readonly (readonly Wanted[])[],
): MoreOfCase {
  if (forms.length === 0) return { name: 'case-load', columns: '', values: [] };
  const { name, text, values } = lookUpText(catalogue, forms, 5);
  return {
    name: `case-load-${name}`,
    columns: `${text.replaceAll('$scope', '$4')} as found`,
    values: [context.scope.organisations, ...values],
  };
}

/** A person of one organisation need not name it. */
export function onlyOrganisation(principal: Principal, organisations: readonly string[]): string {
  const [first] = organisations;
  if (organisations.length === 1 && first !== undefined) return first;
  if (principal.organisationId !== null && organisations.includes(principal.organisationId)) {
    return principal.organisationId;
  }
  throw invalidInput([
    { path: '/organisation', code: 'required', message: 'Say for which organisation.' },
  ]);
}
