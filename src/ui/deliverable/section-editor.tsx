import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Fields } from '#engine/fields.ts';
import type { DeliverableDetail } from '#work/deliverables/contract.ts';
import { changed } from '../act/use-act.ts';
import { send } from '../api/client.ts';
import { Notice, ProblemNotice } from '../feedback/notice.tsx';
import { showToast } from '../feedback/toast-store.ts';
import { changedInput } from '../form/form-values.ts';
import { useDraftForm } from '../form/use-draft-form.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Ago } from '../mark/due.tsx';
import classes from './deliverable.module.css';

/** What the author writes, section by section. Every keystroke is kept in the browser until it is saved. */
export function SectionEditor({ detail }: { detail: DeliverableDetail }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const { id, recordVersion } = detail.deliverable;
  const path = `deliverables/${id}`;
  const fields = useMemo<Fields>(
    () =>
      Object.fromEntries(
        detail.sections.map((section) => [
          section.id,
          { kind: 'text', multiline: true, max: 50_000 },
        ]),
      ),
    [detail.sections],
  );
  const stored = useMemo(
    () => Object.fromEntries(detail.sections.map((section) => [section.id, section.text])),
    [detail.sections],
  );
  const form = useDraftForm({ fields, form: `${path}/sections`, stored, version: recordVersion });
  const save = useMutation({
    mutationFn: () => {
      const texts = changedInput(fields, stored, form.values);
      return send('PATCH', `/${path}`, { texts }, { version: recordVersion });
    },
    onSuccess: async () => {
      form.sent();
      showToast({ tone: 'done', text: t('record.saved') });
      await changed(client, path);
    },
  });
  return (
    <form
      className={classes.editor}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {form.restoredAt !== null && (
        <Notice tone="note" title={t('form.draft')}>
          <p>
            <Ago at={form.restoredAt} />{' '}
            <Button variant="subtle" size="compact-sm" onClick={form.discard}>
              {t('form.draft.discard')}
            </Button>
          </p>
        </Notice>
      )}
      {save.error !== null && <ProblemNotice error={save.error} />}
      {detail.sections.map((section) => (
        <Textarea
          key={section.id}
          label={section.title}
          description={
            section.source === 'text'
              ? t('deliverable.section.text')
              : t('deliverable.section.data')
          }
          withAsterisk={section.mandatory && section.source === 'text'}
          autosize
          minRows={section.source === 'text' ? 5 : 2}
          maxRows={24}
          value={String(form.values[section.id] ?? '')}
          onChange={(event) => form.set(section.id, event.currentTarget.value)}
        />
      ))}
      <div>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
