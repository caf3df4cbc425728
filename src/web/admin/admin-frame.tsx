import type { ReactNode } from 'react';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { type Crumb, Page } from '#ui/page/page.tsx';

/** A page of the administration: its name and help come from `admin.<id>`. */
export function AdminFrame({
  id,
  title,
  meta,
  crumbs = [],
  actions,
  children,
}: {
  id: string;
  title?: string;
  meta?: ReactNode;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTexts();
  return (
    <Page
      title={title ?? t(`admin.${id}`)}
      crumbs={[{ title: t('nav.admin'), to: '/admin' }, ...crumbs]}
      meta={meta ?? <span>{t(`admin.${id}.help`)}</span>}
      {...(actions === undefined ? {} : { actions })}
    >
      {children}
    </Page>
  );
}
