/* SPDX-License-Identifier: Apache-2.0 */
import { Notice } from '../../../components/phone/Notice';
import { t } from '../../../lib/i18n';

/** The room is gone, or this page may not be in it. */
export function Over({ forbidden }: { forbidden: boolean }) {
  return (
    <Notice title={t(forbidden ? 'join.forbidden' : 'join.over.title')}>
      {!forbidden && <p>{t('join.over.thanks')}</p>}
      <p class="row"><a class="button quiet" href="/">{t('join.over.other')}</a></p>
    </Notice>
  );
}
