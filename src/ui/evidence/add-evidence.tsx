import { Drawer, FileInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type EvidenceRule, evidenceKinds } from '#engine/evidence.ts';
import type { Fields } from '#engine/fields.ts';
import { mostEvidenceBytes } from '#work/evidence/contract.ts';
import { ActProblem } from '../act/action-drawer.tsx';
import { showToast } from '../feedback/toast-store.ts';
import { wrapper } from '../form/field-input.tsx';
import { FieldsForm } from '../form/fields-form.tsx';
import { toInput, withoutNulls } from '../form/form-values.ts';
import { useDraftForm } from '../form/use-draft-form.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { evidenceOwner } from './evidence-queries.ts';
import { bringIn, type FileFor, type Progress } from './send-file.ts';
import { SendProgress } from './send-progress.tsx';

export interface AddEvidenceProps {
  /** The procedure whose case it is for, in whose words it is asked for. */
  readonly owner: Owner;
  /** What the procedure asks of a file. */
  readonly rule: Pick<EvidenceRule, 'origin'>;
  readonly to: FileFor;
  readonly onClose: () => void;
}

/** What is said of a piece of evidence: who took it, when, where and how. */
const ofCollected: Fields = {
  $kind: { kind: 'choice', required: true, options: evidenceKinds },
  $title: { kind: 'text', required: true, max: 300 },
  $collectedBy: { kind: 'text', required: true },
  $collectedAt: { kind: 'instant', required: true },
  $effectiveOn: { kind: 'date' },
  $collectedWhere: { kind: 'text', max: 300 },
  $method: { kind: 'text', multiline: true, max: 2000 },
};

/** What is said of a file that proves nothing. */
const ofProvided: Fields = {
  $title: { kind: 'text', required: true, max: 300 },
  $providedBy: { kind: 'text', required: true },
};

/** A file, and what is said of it, beside the page. */
export function AddEvidence(props: AddEvidenceProps) {
  const { t, names } = useTexts();
  return (
    <Drawer
      opened
      onClose={props.onClose}
      size="34rem"
      title={names.evidence(props.owner, 'add')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <EvidenceForm {...props} />
    </Drawer>
  );
}

function EvidenceForm({ owner, rule, to, onClose }: AddEvidenceProps) {
  const { t, names, formats } = useTexts();
  const client = useQueryClient();
  const fields = rule.origin === 'provided' ? ofProvided : ofCollected;
  const form = useDraftForm({ fields, form: `cases/${to.caseId}/evidence` });
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);
  const take = useMutation({
    mutationFn: async (chosen: File) => {
      const said = Object.entries(withoutNulls(toInput(fields, form.values)));
      const named = Object.fromEntries(said.map(([name, value]) => [name.slice(1), value]));
      await bringIn(chosen, to, named, setProgress);
    },
    onSuccess: () => {
      form.sent();
      showToast({ tone: 'done', text: names.evidence(owner, 'taken') });
      onClose();
    },
    onError: (error) => form.refuse(error),
    onSettled: async () => {
      setProgress(null);
      // Also what was refused for malicious code stands in the list.
      await client.invalidateQueries({ queryKey: ['list'] });
    },
  });
  const start = () => {
    setMissing(file === null);
    if (file !== null && file.size <= mostEvidenceBytes) take.mutate(file);
  };
  const most = { bytes: formats.number(file?.size ?? 0), most: formats.number(mostEvidenceBytes) };
  // Said before the hash of a large file is computed, which takes minutes.
  const fault =
    file !== null && file.size > mostEvidenceBytes
      ? t('evidence.file.too-large', most)
      : missing && file === null && t('evidence.file.missing');
  return (
    <FieldsForm
      owner={evidenceOwner}
      fields={fields}
      form={form}
      verb={names.evidence(owner, 'add')}
      sending={take.isPending}
      onSend={start}
      onCancel={onClose}
    >
      {take.error !== null && form.faults.size === 0 && (
        <ActProblem error={take.error} owner={evidenceOwner} />
      )}
      <FileInput
        label={t('evidence.file')}
        description={t('evidence.file.help')}
        size="sm"
        classNames={wrapper}
        placeholder={t('evidence.file.choose')}
        value={file}
        onChange={setFile}
        error={fault}
        disabled={take.isPending}
      />
      {progress !== null && <SendProgress progress={progress} />}
    </FieldsForm>
  );
}
