import type { AccessToken } from '@partyline/protocol';
import { momentText } from '../../../format/dates.ts';
import { t } from '../../../texts/texts.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../parts/Section.tsx';
import { PolicyWords } from './PolicyWords.tsx';
import styles from './TokenCard.module.css';

interface TokenCardProps {
  readonly token: AccessToken;
  onRevoke(): void;
}

export function TokenCard({ token, onRevoke }: TokenCardProps) {
  const { name, scopes, policy = {}, clientID, createdAt, lastUsedAt } = token;
  const texts = t.settings.apps;
  const canWrite = scopes.includes('write');
  return (
    <Card>
      <div className={styles['head']}>
        <div className={styles['words']}>
          <h3 className={styles['name']}>
            <bdi>{name}</bdi>
          </h3>
          <p className={styles['soft']}>
            {clientID === undefined ? texts.token : texts.app} · {canWrite ? texts.readWrite : texts.readOnly}
          </p>
        </div>
        <Button onClick={onRevoke}>
          {texts.revoke}
          <span className="visually-hidden"> {name}</span>
        </Button>
      </div>
      <PolicyWords policy={policy} canWrite={canWrite} />
      <p className={styles['soft']}>
        {[
          lastUsedAt === undefined ? texts.neverUsed : texts.used(momentText(lastUsedAt)),
          texts.made(momentText(createdAt)),
          expiryText(token),
        ].join(' · ')}
      </p>
    </Card>
  );
}

function expiryText({ expiresAt }: AccessToken): string {
  if (expiresAt === undefined) return t.settings.apps.expiresNever;
  const isPast = Date.parse(expiresAt) <= Date.now();
  return (isPast ? t.settings.apps.expired : t.settings.apps.expires)(momentText(expiresAt));
}
