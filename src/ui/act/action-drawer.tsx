import { Drawer } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import type { AllowedAction } from '#work/contract.ts';
import { ApiError } from '../api/client.ts';
import { Notice, ProblemNotice } from '../feedback/notice.tsx';
import { CaseOfForm } from '../form/case-of-form.ts';
import { FieldsForm } from '../form/fields-form.tsx';
import { type FormValues, toInput, withoutNulls } from '../form/form-values.ts';
import { Select } from '../form/select.tsx';
import { useDraftForm } from '../form/use-draft-form.ts';
import type { Owner } from '../i18n/names.ts';
import { type RefusalView, refusalWords, saidOnce } from '../i18n/refusals.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import { ConflictNotice } from '../record/conflict-notice.tsx';
import classes from './action-list.module.css';
import { startStanding } from './on-behalf.ts';
import { type ActInput, useAct } from './use-act.ts';
import { useBasedOn } from './use-based-on.ts';
import { useStanding } from './use-standing.ts';

export interface ActionDrawerProps {
  readonly owner: Owner;
  /** What declares the fields of the form, where it is not what declares the action. */
  readonly fieldsOwner?: Owner;
  readonly path: string;
  readonly action: AllowedAction | null;
  readonly onClose: () => void;
  /** Values of the record: an action's form starts with what is known. */
  readonly stored: { readonly [name: string]: unknown };
  readonly titles: Titles;
  /** The case whose evidence can be referred to, where `path` is not that of a case. */
  readonly caseId?: string;
  /** The record of the case that it is about: what was typed for one is not kept for another. */
  readonly about?: string;
}

/** The form of an action beside the page, so that what it is about stays in view. */
export function ActionDrawer(props: ActionDrawerProps) {
  const { t, names } = useTexts();
  const { action, owner, onClose } = props;
  return (
    <Drawer
      opened={action !== null}
      onClose={onClose}
      size="34rem"
      title={action === null ? '' : names.action(owner, action.action)}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {action !== null && (
        <CaseOfForm value={props.caseId ?? caseOf(props.path)}>
          <ActionForm key={action.action} {...props} action={action} />
        </CaseOfForm>
      )}
    </Drawer>
  );
}

function caseOf(path: string): string | null {
  const [kind, id = null] = path.split('/');
  return kind === 'cases' ? id : null;
}

const COMMENT = '$comment';

function formOf(action: AllowedAction): Fields {
  const fields = action.form as Fields;
  return action.comment === 'none'
    ? fields
    : {
        ...fields,
        [COMMENT]: { kind: 'text', multiline: true, required: action.comment === 'required' },
      };
}

/** What is sent of a form: what was typed, for whom, and what the form started from. */
function inputOf(
  action: AllowedAction,
  fields: Fields,
  typed: FormValues,
  { base, onBehalfOf }: { base: FormValues | null; onBehalfOf: string | null },
): ActInput {
  const { [COMMENT]: comment, ...values } = withoutNulls(toInput(fields, typed));
  const hasForm = Object.keys(action.form).length > 0;
  const { [COMMENT]: _, ...basedOn } = base ?? {};
  return {
    ...(hasForm ? { fields: values } : {}),
    ...(hasForm && base !== null ? { basedOn } : {}),
    ...(typeof comment === 'string' ? { comment } : {}),
    ...(onBehalfOf === null ? {} : { onBehalfOf }),
  };
}

function ActionForm({
  owner,
  fieldsOwner = owner,
  path,
  action,
  onClose,
  stored,
  titles,
  about,
}: ActionDrawerProps & { action: AllowedAction }) {
  const { t, names } = useTexts();
  const fields = useMemo(() => formOf(action), [action]);
  const key = [path, 'actions', action.action, about]
    .filter((part) => part !== undefined)
    .join('/');
  const form = useDraftForm({ fields, form: key, stored });
  const act = useAct(path, owner);
  const consequence = names.consequence(owner, action.action);
  const standing = useStanding(path)(action);
  const [onBehalfOf, setOnBehalfOf] = useState(() => startStanding(standing));
  const basedOn = useBasedOn({ path, about, fields, stored, form: key }, form);
  const send = (typed: FormValues, base: FormValues | null) =>
    act.mutate(
      { action: action.action, input: inputOf(action, fields, typed, { base, onBehalfOf }) },
      {
        onSuccess: () => {
          form.sent();
          onClose();
        },
        onError: (error) => {
          const { taken, again } = basedOn.take(error);
          if (again !== null) send(again.values, again.base);
          else if (!taken) form.refuse(error);
        },
      },
    );
  const isTaken =
    basedOn.conflicts !== null &&
    act.error instanceof ApiError &&
    act.error.problem.current !== undefined;
  return (
    <FieldsForm
      owner={fieldsOwner}
      fields={fields}
      form={form}
      titles={titles}
      verb={names.action(owner, action.action)}
      destructive={action.destructive}
      sending={act.isPending}
      onSend={() => send(form.values, basedOn.base)}
      onCancel={onClose}
    >
      {(consequence !== null || action.destructive) && (
        <Notice tone="warning" title={consequence ?? t('act.destructive')} />
      )}
      {basedOn.conflicts !== null && (
        <ConflictNotice
          conflicts={basedOn.conflicts}
          owner={fieldsOwner}
          fields={fields}
          titles={titles}
          values={form.values}
          onTake={(values, left) => {
            form.replace(values);
            basedOn.setConflicts(left);
          }}
        />
      )}
      {act.error !== null && !isTaken && form.faults.size === 0 && (
        <ActProblem error={act.error} owner={owner} />
      )}
      {standing.others.length > 0 && (
        <Select
          label={t('act.as')}
          description={t('act.as.help')}
          allowDeselect={false}
          data={[
            ...(standing.self ? [{ value: '', label: t('act.as.self') }] : []),
            ...standing.others.map(({ personId, name }) => ({
              value: personId,
              label: t('act.as.other', { person: name }),
            })),
          ]}
          value={onBehalfOf ?? ''}
          onChange={(value) => setOnBehalfOf(value === '' ? null : value)}
        />
      )}
      <p className={classes.clause}>{t('act.clause', { clause: action.clause })}</p>
    </FieldsForm>
  );
}

/** Why the action was refused after all: each rule in words. */
export function ActProblem({ error, owner }: { error: unknown; owner: Owner }) {
  const texts = useTexts();
  const refusals: readonly RefusalView[] =
    error instanceof ApiError ? (error.problem.refusals ?? []) : [];
  if (refusals.length === 0) return <ProblemNotice error={error} />;
  return (
    <Notice tone="danger" title={texts.t('act.refused')}>
      <ul className={classes.why}>
        {saidOnce(refusals, (refusal) =>
          refusalWords(refusal, owner, texts, texts.names, texts.formats.list),
        ).map(({ words, refusal }) => (
          <li key={words}>
            {words} <span className={classes.clause}>{refusal.clause}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
