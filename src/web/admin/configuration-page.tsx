import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { AdminTable } from './admin-table.tsx';

interface Setting {
  readonly key: string;
  readonly description: string;
  readonly value: string | null;
  readonly set: boolean;
  readonly secret: boolean;
}

/** The settings as the server read them at its start; secrets never leave it. */
export function ConfigurationPage() {
  const { t } = useTexts();
  const words = ({ value, secret, set }: Setting) =>
    value ?? t(secret && set ? 'admin.configuration.hidden' : 'admin.configuration.unset');
  return (
    <AdminFrame id="configuration">
      <AdminTable<Setting>
        path="/configuration"
        label={t('admin.configuration')}
        idOf={({ key }) => key}
        empty="admin.configuration.unset"
        emptyHelp="admin.configuration.help"
        columns={[
          {
            head: 'admin.configuration.key',
            cell: ({ key }) => <span className={classes.key}>{key}</span>,
          },
          {
            head: 'admin.configuration.value',
            cell: (setting) => (
              <span className={setting.value === null ? classes.note : classes.mono}>
                {words(setting)}
              </span>
            ),
          },
          {
            head: 'admin.configuration.from',
            cell: ({ set }) =>
              t(set ? 'admin.configuration.from.set' : 'admin.configuration.from.default'),
          },
          {
            head: 'admin.configuration.what',
            cell: ({ description }) => (
              <span className={classes.note} lang="en">
                {description.split('`').map((part, index) =>
                  // Every other part stood between the signs of code.
                  index % 2 === 1 ? <code key={part}>{part}</code> : part,
                )}
              </span>
            ),
          },
        ]}
      />
    </AdminFrame>
  );
}
