import { Button, CopyButton, Radio, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { send } from '#ui/api/client.ts';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { MultiSelect, Select } from '#ui/form/select.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './admin.module.css';
import { tokenScopes, withoutCovered } from './token-scopes.ts';

const days = ['7', '30', '90', '180', '365'];

/** A new token: its name, what it may do, and its end. It never may more than its person. */
export function NewTokenForm() {
  const { t } = useTexts();
  const client = useQueryClient();
  const options = useScopeOptions();
  const [name, setName] = useState('');
  const [all, setAll] = useState(false);
  const [scopes, setScopes] = useState<string[]>([]);
  const [length, setLength] = useState('90');
  const make = useMutation({
    mutationFn: () =>
      send<{ token: string }>('POST', '/api-tokens', {
        name,
        scopes: all ? ['*'] : withoutCovered(scopes),
        expiresAt: new Date(Date.now() + Number(length) * 86_400_000).toISOString(),
      }),
    onSuccess: async () => {
      setName('');
      await client.invalidateQueries({ queryKey: ['admin', '/api-tokens'] });
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      {make.isError && <ProblemNotice error={make.error} />}
      {make.isSuccess && <Secret token={make.data.token} />}
      <TextInput
        label={t('admin.token.name')}
        description={t('admin.token.name.help')}
        required
        withAsterisk={false}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Radio.Group
        label={t('admin.token.may')}
        value={all ? 'all' : 'some'}
        onChange={(value) => setAll(value === 'all')}
      >
        <div className={classes.choices}>
          <Radio size="sm" value="some" label={t('admin.token.some')} />
          <Radio size="sm" value="all" label={t('admin.token.all')} />
        </div>
      </Radio.Group>
      {!all && (
        <MultiSelect
          label={t('admin.token.scopes')}
          description={t('admin.token.scopes.help')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('form.clear') }}
          maxDropdownHeight={320}
          nothingFoundMessage={t('form.nothing-found')}
          data={options}
          value={scopes}
          onChange={setScopes}
        />
      )}
      <Select
        label={t('admin.token.length')}
        allowDeselect={false}
        data={days.map((value) => ({
          value,
          label: t('due.length.day', { count: Number(value) }),
        }))}
        value={length}
        onChange={(value) => setLength(value ?? '90')}
      />
      <div>
        <Button
          type="submit"
          size="sm"
          variant="filled"
          disabled={make.isPending || (!all && scopes.length === 0)}
        >
          {t('admin.tokens.make')}
        </Button>
      </div>
    </form>
  );
}

function useScopeOptions() {
  const { t, names } = useTexts();
  const { all } = useDefinitions();
  return useMemo(() => {
    const scopes = tokenScopes(all.registers);
    const group = (kind: 'work' | 'register', title: string) => ({
      group: title,
      items: scopes
        .filter((scope) => scope.kind === kind)
        .map(({ value, about, writes }) => ({
          value,
          label: t(writes ? 'admin.token.scope.all' : 'admin.token.scope.read', {
            about: kind === 'work' ? t(`token-scope.${about}`) : names.register(about),
          }),
        })),
    });
    return [group('work', t('nav.work')), group('register', t('nav.registers'))];
  }, [all.registers, names, t]);
}

function Secret({ token }: { token: string }) {
  const { t } = useTexts();
  return (
    <Notice tone="note" title={t('admin.tokens.once')}>
      <p className={classes.secret}>{token}</p>
      <CopyButton value={token}>
        {({ copied, copy }) => (
          <Button mt={8} onClick={copy}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </Notice>
  );
}
