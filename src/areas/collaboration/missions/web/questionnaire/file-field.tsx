import { Button, FileInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '#ui/api/use-definitions.ts';
import { evidenceQuery } from '#ui/evidence/evidence-queries.ts';
import { bringIn, type FileFor, type Progress } from '#ui/evidence/send-file.ts';
import { SendProgress } from '#ui/evidence/send-progress.tsx';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { lineOfFile, linesOf } from '../../questionnaire/contract.ts';
import classes from './questionnaire.module.css';

interface FileFieldProps {
  readonly to: FileFor;
  readonly question: string;
  readonly value: string;
  readonly label: React.ReactNode;
  readonly description: string | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

/** The longest title of evidence. */
const titleLength = 300;

/** Answers with files: each is hashed here, sent, and kept as evidence of the case; the answer names it. */
export function FileField({ to, question, value, onChange, ...named }: FileFieldProps) {
  const { t } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const given = linesOf(value);
  const add = useMutation({
    mutationFn: async (file: File) => {
      const id = await bringIn(
        file,
        to,
        {
          ...{ kind: 'document', title: question.slice(0, titleLength) },
          ...{ collectedBy: me.person.name, collectedAt: new Date().toISOString() },
        },
        setProgress,
      );
      const { evidence } = await client.fetchQuery(evidenceQuery(id));
      return lineOfFile(evidence);
    },
    onSuccess: (line) => onChange([...given.filter((one) => one !== line), line].join('\n')),
    onSettled: () => setProgress(null),
  });
  return (
    <div>
      <FileInput
        {...named}
        placeholder={t('evidence.file.choose')}
        // What was chosen is on its way, or stands below.
        value={null}
        onChange={(file) => {
          if (file !== null) add.mutate(file);
        }}
        disabled={add.isPending}
      />
      {progress !== null && <SendProgress progress={progress} />}
      {add.isError && <ProblemNotice error={add.error} />}
      {given.length > 0 && (
        <ul className={classes.files}>
          {given.map((line) => (
            <li key={line}>
              <span>{line}</span>
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={t('labelled', { label: t('questionnaire.file.remove'), value: line })}
                onClick={() => onChange(given.filter((one) => one !== line).join('\n'))}
              >
                {t('questionnaire.file.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
