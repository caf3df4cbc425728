import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ForeignCaseDetail } from '#work/bundle/contract.ts';
import { send } from '../api/client.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { ReferenceInput } from '../form/reference-input.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { AsideList, AsidePart } from '../page/aside-part.tsx';
import classes from './bundle.module.css';

const wrapper = { root: '', label: '', description: '', error: '' };
const NONE = {};

/** Own cases that a foreign case belongs with; another one is added by choosing it. */
export function ForeignLinks({ detail }: { detail: ForeignCaseDetail }) {
  const { t, names } = useTexts();
  const client = useQueryClient();
  const [chosen, setChosen] = useState('');
  const path = `/foreign-cases/${detail.case.id}/links`;
  const changed = () => client.invalidateQueries({ queryKey: ['foreign-case', detail.case.id] });
  const add = useMutation({
    mutationFn: (caseId: string) => send('POST', path, { caseId }),
    onSuccess: () => {
      setChosen('');
      return changed();
    },
  });
  const remove = useMutation({
    mutationFn: (caseId: string) => send('DELETE', `${path}/${caseId}`),
    onSuccess: changed,
  });
  const error = add.error ?? remove.error;
  return (
    <AsidePart title={t('foreign.links')}>
      <AsideList empty={t('foreign.links.none')}>
        {detail.links.map(({ caseId, title, procedure }) => (
          <li key={caseId}>
            <p>
              <Link to={`/cases/${caseId}`}>{title}</Link>
            </p>
            <p className={classes.note}>
              {names.procedure(procedure)}{' '}
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={t('foreign.unlink.of', { title })}
                onClick={() => remove.mutate(caseId)}
              >
                {t('foreign.unlink')}
              </Button>
            </p>
          </li>
        ))}
      </AsideList>
      {detail.mayLink && (
        <>
          <ReferenceInput
            field={{ kind: 'reference', to: 'cases' }}
            common={{
              label: t('foreign.link'),
              description: t('foreign.link.help'),
              classNames: wrapper,
            }}
            value={chosen}
            titles={NONE}
            onChange={(value) => setChosen(String(value ?? ''))}
          />
          <p>
            <Button
              size="xs"
              disabled={chosen === '' || add.isPending}
              onClick={() => add.mutate(chosen)}
            >
              {t('foreign.link.do')}
            </Button>
          </p>
        </>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </AsidePart>
  );
}
